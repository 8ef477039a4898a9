/** Facts of the JSON schema of deepminer.json: every field explains itself while it is typed. */
import assert from 'node:assert/strict';
import { configSchema } from '../../../src/project/config';
import { configJsonSchema, formsOf, type SchemaNode } from '../../../src/project/schema';
import { FIELD_NOTES } from '../../../src/project/schemaNotes';

interface Field {
  path: string;
  node: SchemaNode;
  required: boolean;
  leaf: boolean;
}

/** Every field, those of optional objects included. */
function fieldsOf(node: SchemaNode, path = ''): Field[] {
  return formsOf(node).flatMap((form) =>
    Object.entries(form.properties ?? {}).flatMap(([name, field]) => {
      const at = path ? `${path}.${name}` : name;
      const inner = fieldsOf(field, at);
      return [{ path: at, node: field, required: form.required?.includes(name) ?? false, leaf: inner.length === 0 }, ...inner];
    }),
  );
}

/** Fields that hold numbers, or lists of them. */
const isNumeric = ({ node }: Field): boolean =>
  formsOf(node).some(({ type, items }) => ['number', 'integer'].includes(String((Array.isArray(items) ? items[0] : items)?.type ?? type)));

describe('the JSON schema of deepminer.json', () => {
  const fields = fieldsOf(configJsonSchema()).filter(({ path }) => path !== '$schema');

  it('knows all fields, and describes each one', () => {
    assert.deepEqual(Object.keys(configJsonSchema().properties ?? {}).sort(), Object.keys(configSchema.shape).sort());
    assert.ok(fields.length > 70);
    assert.deepEqual(
      fields.filter(({ node }) => !node.description || !node.markdownDescription).map(({ path }) => path),
      [],
    );
  });

  it('gives a default to every field that may be left out, and says it', () => {
    // Left out, it is not done.
    const without = fields.filter(({ path, node, required }) => node.default === undefined && !required && path !== 'training.decay.every');
    assert.deepEqual(without, []);
    for (const { path, node, leaf } of fields)
      if (leaf && node.default !== undefined)
        assert.ok(node.markdownDescription?.includes(`Default: \`${JSON.stringify(node.default)}\``), path);
  });

  it('names the unit of every number', () => {
    assert.deepEqual(
      fields.filter((field) => isNumeric(field) && !FIELD_NOTES[field.path]?.unit).map(({ path }) => path),
      [],
    );
  });

  it('says what each value of an enumeration means', () => {
    for (const { path, node } of fields) {
      if (!node.enum) continue;
      assert.equal(node.enumDescriptions?.length, node.enum.length, path);
      assert.ok(
        node.enumDescriptions?.every((words) => words?.length > 0),
        path,
      );
    }
  });

  it('has a note for no field that there is not', () => {
    const known = new Set(fields.map(({ path }) => path));
    assert.deepEqual(
      Object.keys(FIELD_NOTES).filter((path) => !known.has(path)),
      [],
    );
  });

  it('offers only values that are allowed', () => {
    for (const [path, { snippets }] of Object.entries(FIELD_NOTES))
      for (const value of Object.values(snippets ?? {})) {
        const settings = path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        // A table's columns come with its file.
        const whole = path.startsWith('auxiliary.')
          ? { auxiliary: { file: 'f.csv', ...(settings as { auxiliary: object }).auxiliary } }
          : settings;
        const { error } = configSchema.safeParse(whole);
        assert.equal(error, undefined, `${path}: ${JSON.stringify(value)}`);
      }
  });

  it('tells allowed ranges as a person would', () => {
    const find = (path: string): string => fields.find((field) => field.path === path)?.node.markdownDescription ?? '';
    assert.match(find('training.epochs'), /Unit: epochs · Range: from 1 · Default: `5`\n\nPaper: section 2\.1/);
    assert.match(find('patches.side'), /Range: 0 to 1/);
    assert.match(find('training.learningRate'), /Range: above 0/);
    assert.doesNotMatch(JSON.stringify(fields), /9007199254740991/);
  });
});
