/** What the extension brings into the extension host: no native code, at its activation or later. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './workbench';

describe('the extension host', () => {
  it('has loaded no native module of the extension', async () => {
    await vscode.extensions.getExtension(EXTENSION_ID)!.activate();
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
    assert.ok(
      sharedObjects.some((file) => /lib(c|stdc\+\+|System)\b|ntdll/i.test(file)),
      'the report lists what is loaded',
    );
    assert.deepEqual(
      sharedObjects.filter((file) => /onnxruntime|sharp|libvips|DirectML/i.test(file)),
      [],
    );
  });
});
