// Writes docs/schemas/explanation.schema.json from the zod schema; a test fails when the two differ. Run with: node --import tsx scripts/explanationSchema.mjs
import { writeFile } from 'node:fs/promises';
import { explanationJsonSchema } from '../src/explanation/schema.ts';

await writeFile(
  new URL('../docs/schemas/explanation.schema.json', import.meta.url),
  `${JSON.stringify(explanationJsonSchema(), null, 2)}\n`,
);
