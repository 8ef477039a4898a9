/**
 * The compute process. Forked by the extension host it answers its methods over IPC and ends when the host is gone; started with `train` it is
 * the process of one run and ends with it; started with `trial` it tries one device.
 */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { StartTraining } from '../protocol/compute';
import { methods } from './methods';
import { runProcess } from './runProcess';
import { serve } from './server';
import { trialProcess } from './trialProcess';

if (process.argv[2] === 'train') void runProcess(JSON.parse(process.argv[3]) as StartTraining).finally(() => process.exit());
else if (process.argv[2] === 'trial') void trialProcess(process.argv[3]);
else if (process.send) answer();
else {
  process.stderr.write('The compute process is started by VS Code. In a terminal, use the "deepminer" command.\n');
  process.exit(2);
}

function answer(): void {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serve(connection, methods);
  connection.listen();
  process.on('disconnect', () => process.exit(0));
  // A promise that a notebook cell forgot must not cost the notebook its variables: it is told, and the process goes on.
  process.on('unhandledRejection', (reason) => {
    const message = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    void connection.sendNotification('log', { level: 'error', message: `A promise was rejected and nobody heard it: ${message}` });
  });
}
