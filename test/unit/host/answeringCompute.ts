/** The compute process as src/compute/main.ts serves it, with the one method that keeps answers: it starts in a tenth of the time. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { MethodTable } from '../../../src/compute/method';
import { saveAnswer } from '../../../src/compute/methods/survey';
import { serve } from '../../../src/compute/server';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
serve(connection, { saveAnswer } as unknown as MethodTable);
connection.listen();
process.on('disconnect', () => process.exit(0));
