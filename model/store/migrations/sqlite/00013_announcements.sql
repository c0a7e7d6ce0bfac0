-- +goose Up
-- What the chats were told last of remote lessons. A lesson here that is remote no more, or was deleted, is to be called off there.
CREATE TABLE announcements (
    lesson_id BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL, -- Unix seconds, UTC; so all times here
    peer      BIGINT NOT NULL, -- the conversation; 0: not known any more
    message   BIGINT NOT NULL, -- the message's number in it; 0: the messenger gave none
    subject   TEXT NOT NULL,
    topic     TEXT NOT NULL,
    begins    BIGINT NOT NULL,
    ends      BIGINT NOT NULL,
    link      TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO announcements (lesson_id, at, peer, message, subject, topic, begins, ends, link)
SELECT r.lesson_id, r.posted, 0, 0, s.name, coalesce(c.title, l.title), r.begins, r.ends, r.link
FROM remote_lessons r JOIN lessons l ON l.id = r.lesson_id JOIN teachings t ON t.id = l.teaching_id
JOIN subjects s ON s.id = t.subject_id LEFT JOIN topics c ON c.id = l.topic_id WHERE r.posted <> 0;
ALTER TABLE remote_lessons DROP COLUMN posted;

-- +goose Down
ALTER TABLE remote_lessons ADD COLUMN posted BIGINT NOT NULL DEFAULT 0;
UPDATE remote_lessons SET posted = coalesce((SELECT a.at FROM announcements a WHERE a.lesson_id = remote_lessons.lesson_id), 0);
DROP TABLE announcements;
