package vkclient_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaDir is VK's own JSON schema, beside the project's root.
const schemaDir = "../../shared/vk-api-schema"

type schemaMethod struct {
	Name       string                    `json:"name"`
	TokenTypes []string                  `json:"access_token_type"`
	Parameters []schemaParam             `json:"parameters"`
	RawAnswers map[string]map[string]any `json:"responses"`
	Errors     []map[string]string       `json:"errors"`
}

type schemaParam struct {
	Name     string   `json:"name"`
	Type     any      `json:"type"`
	Required bool     `json:"required"`
	Minimum  *float64 `json:"minimum"`
	Maximum  *float64 `json:"maximum"`
	Enum     []any    `json:"enum"`
	MaxItems int      `json:"maxItems"`
}

func readSchema(t *testing.T, path string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(schemaDir, path))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// schemaMethods are the methods of the schema that the client knows.
func schemaMethods(t *testing.T) map[string]schemaMethod {
	t.Helper()
	if _, err := os.Stat(schemaDir); err != nil {
		t.Skipf("VK's schema is not at %s: the contract is not checked", schemaDir)
	}
	all := map[string]schemaMethod{}
	for _, section := range []string{"messages", "calls", "groups", "users"} {
		var file struct{ Methods []schemaMethod }
		readSchema(t, section+"/methods.json", &file)
		for _, m := range file.Methods {
			all[m.Name] = m
		}
	}
	return all
}

// vkSchemas loads VK's schema as JSON Schema: VK writes "required": true into the property, the standard a list beside the properties.
type vkSchemas struct{}

// Load reads a file of the schema.
func (vkSchemas) Load(address string) (any, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(u.Path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, err
	}
	delete(doc.(map[string]any), "$schema")
	return standardised(doc), nil
}

func standardised(node any) any {
	switch n := node.(type) {
	case map[string]any:
		properties, _ := n["properties"].(map[string]any)
		var required []any
		for name, property := range properties {
			if p, ok := property.(map[string]any); ok && p["required"] == true {
				required = append(required, name)
			}
		}
		for key, value := range n {
			n[key] = standardised(value)
		}
		if _, flag := n["required"].(bool); flag {
			delete(n, "required")
		}
		if len(required) > 0 {
			n["required"] = required
		}
		delete(n, "format")
	case []any:
		for i := range n {
			n[i] = standardised(n[i])
		}
	}
	return node
}

// answerSchema compiles what the method's answer has to be.
func answerSchema(t *testing.T, compiler *jsonschema.Compiler, method schemaMethod, variant string) *jsonschema.Schema {
	t.Helper()
	ref, _ := method.RawAnswers[variant]["$ref"].(string)
	if ref == "" {
		t.Fatalf("%s has no answer %q", method.Name, variant)
	}
	dir, err := filepath.Abs(schemaDir)
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("file://" + filepath.Join(dir, "messages") + "/" + ref)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}
