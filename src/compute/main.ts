/** The compute process: forked by the extension host, answers its methods over IPC, ends when the host is gone. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { methods } from './methods';
import { serve } from './server';

if (!process.send) {
  process.stderr.write('The compute process is started by VS Code. In a terminal, use the "deepminer" command.\n');
  process.exit(2);
}
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
serve(connection, methods);
connection.listen();
process.on('disconnect', () => process.exit(0));
