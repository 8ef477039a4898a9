/** train, follow, cancel: a run in this terminal, or in a process of its own that any terminal or window follows and cancels. */
import type { Command } from 'commander';
import { at, type Call, type ProjectOptions } from './call';
import type { Interruption } from './interruption';
import { count, onProject, positive } from './options';
import { runText, startedText } from './report';

interface TrainOptions extends ProjectOptions {
  resume?: boolean;
  detach?: boolean;
  epochs?: number;
  learningRate?: number;
}

export function trainCommands(program: Command, call: Call, interruption: Interruption): void {
  onProject(program.command('train').description('train a new run, or resume one; a checkpoint after every epoch'))
    .option('--resume', 'go on from the last checkpoint of RUN (default: the newest run)')
    .option('--detach', 'in a process of its own, which goes on when this terminal is closed')
    .option('--epochs <n>', 'instead of training.epochs', count)
    .option('--learning-rate <x>', 'instead of training.learningRate', positive)
    .action((o: TrainOptions, command: Command) => {
      const overrides = Object.fromEntries(
        Object.entries({ epochs: o.epochs, learningRate: o.learningRate }).filter(([, v]) => v !== undefined),
      );
      const params = { ...at(o), resume: o.resume, overrides };
      return o.detach ? call(command, 'startTraining', params, startedText) : call(command, 'train', params, runText);
    });

  onProject(program.command('follow').description('show the progress of a run until it ends (default: the one that goes on)')).action(
    (o: ProjectOptions, command: Command) => {
      interruption.asked = 'The run goes on.';
      interruption.done = 'Cancel it with "deepminer cancel".';
      return call(command, 'followRun', at(o), runText);
    },
  );

  onProject(program.command('cancel').description('stop a run after its step; finished epochs are kept (default: the one that goes on)'))
    .option('--grace <seconds>', 'end its process when it has not stopped by then', count)
    .action((o: ProjectOptions & { grace?: number }, command: Command) =>
      call(command, 'cancelRun', { ...at(o), graceSeconds: o.grace }, runText),
    );
}
