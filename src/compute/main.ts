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
// A promise that a notebook cell forgot must not cost the notebook its variables: it is told, and the process goes on.
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  void connection.sendNotification('log', { level: 'error', message: `A promise was rejected and nobody heard it: ${message}` });
});
