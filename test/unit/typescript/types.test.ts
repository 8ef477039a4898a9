/** The types that are shipped are those of the `deepminer` object, whole and sound. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import ts from 'typescript';
import { notebookTypes, TYPES_FILE } from '../../../scripts/notebookTypes.mjs';

describe('the types of notebook cells', () => {
  it('are made from the object’s interface as it stands: run "npm run build" after changing it', () => {
    assert.equal(fs.readFileSync(TYPES_FILE, 'utf8'), notebookTypes());
  });

  it('name nothing that is not there', () => {
    const program = ts.createProgram([TYPES_FILE], { strict: true, noEmit: true, types: [], lib: ['lib.es2022.d.ts'] });
    const found = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual(found, []);
  });
});
