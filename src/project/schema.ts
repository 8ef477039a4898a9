/** The JSON schema of deepminer.json, made from its zod schema: VS Code completes and validates with it. */
import { z } from 'zod';
import { configSchema } from './config';
import { FIELD_NOTES, type FieldNote } from './schemaNotes';

/** What of JSON schema is used here, with VS Code's own additions. */
export interface SchemaNode {
  description?: string;
  markdownDescription?: string;
  default?: unknown;
  enum?: unknown[];
  enumDescriptions?: string[];
  defaultSnippets?: { label: string; body: unknown }[];
  properties?: Record<string, SchemaNode>;
  required?: string[];
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  items?: SchemaNode | SchemaNode[];
  type?: string | string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
}

export function configJsonSchema(): SchemaNode {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }) as SchemaNode;
  annotate(schema, '');
  return {
    ...schema,
    title: 'DeepMiner project',
    description: 'Every choice of the method; what is left out takes its default.',
  } as SchemaNode;
}

/** The forms that a value may have: itself, or the alternatives. */
export const formsOf = (node: SchemaNode): SchemaNode[] =>
  node.anyOf || node.oneOf ? [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap(formsOf) : [node];

function annotate(node: SchemaNode, path: string): void {
  for (const form of formsOf(node)) {
    plainRange(form);
    if (form.items && !Array.isArray(form.items)) plainRange(form.items);
    for (const [name, field] of Object.entries(form.properties ?? {})) annotate(field, path ? `${path}.${name}` : name);
  }
  if (path === '' || path === '$schema') return;
  const note = FIELD_NOTES[path] ?? {};
  if (node.description) node.markdownDescription = markdownOf(node, note);
  const { values, snippets } = note;
  if (values && node.enum) node.enumDescriptions = node.enum.map((value) => values[String(value)]);
  if (snippets)
    node.defaultSnippets = Object.entries(snippets).map(([label, body]) => ({ label: `${label}: ${JSON.stringify(body)}`, body }));
}

/** Bounds that a person would write: from 1 in place of above 0, and none that are only those of the computer's numbers. */
function plainRange(node: SchemaNode): void {
  if (node.type === 'integer' && node.exclusiveMinimum === 0) {
    delete node.exclusiveMinimum;
    node.minimum = 1;
  }
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
}

/** The description, then unit, range and default in a line, then the place in the paper. */
function markdownOf(node: SchemaNode, { unit, paper }: FieldNote): string {
  const range = rangeOf(node);
  const facts = [
    unit && `Unit: ${unit}`,
    range && `Range: ${range}`,
    node.default !== undefined && !node.properties && `Default: \`${JSON.stringify(node.default)}\``,
  ].filter(Boolean);
  return [node.description, facts.join(' · '), paper && `Paper: ${paper}`].filter(Boolean).join('\n\n');
}

/** `0 to 1`, `from 1`, `above 0`; of a list, that of its entries. */
function rangeOf(node: SchemaNode): string | undefined {
  for (const form of formsOf(node)) {
    const { minimum, exclusiveMinimum, maximum } = form.items && !Array.isArray(form.items) ? form.items : form;
    if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
    if (minimum !== undefined) return `from ${minimum}`;
    if (exclusiveMinimum !== undefined) return `above ${exclusiveMinimum}${maximum === undefined ? '' : `, up to ${maximum}`}`;
    if (maximum !== undefined) return `up to ${maximum}`;
  }
  return undefined;
}
