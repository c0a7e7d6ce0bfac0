-- +goose Up

-- For which community somebody has looked at the plan of which type of chats and confirmed it: before that the agent
-- sends nothing of them.
CREATE TABLE confirmed (
    community BIGINT  NOT NULL,
    type      INTEGER NOT NULL,
    PRIMARY KEY (community, type)
);
-- A college whose chats stand in the messenger has long been confirmed.
INSERT INTO confirmed (community, type)
SELECT CAST(s.value AS INTEGER), t.type FROM settings s CROSS JOIN (SELECT 1 AS type UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) t
WHERE s.name = 'messenger.community_id' AND EXISTS (SELECT 1 FROM chats WHERE peer <> 0);

-- +goose Down
DROP TABLE confirmed;
