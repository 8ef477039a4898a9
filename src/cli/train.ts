/** train, follow, cancel: a run in this terminal, or in a process of its own that any terminal or window follows and cancels. */
import type { Command } from 'commander';
import { at, atDevice, type Call, type ProjectOptions } from './call';
import { onDevice } from './devices';
import type { Interruption } from './interruption';
import { count, onProject, positive, positives } from './options';
import { runText, startedText } from './report';

interface TrainOptions extends ProjectOptions {
  resume?: boolean;
  detach?: boolean;
  epochs?: number;
  learningRate?: number;
  learningRates?: number[];
  balance?: boolean;
  earlyStop?: number;
  checkpointMinutes?: number;
  keep?: number;
}

export function trainCommands(program: Command, call: Call, interruption: Interruption): void {
  onDevice(onProject(program.command('train').description('train a new run, or resume one; a checkpoint after every epoch')))
    .option('--resume', 'go on from the last checkpoint of RUN (default: the newest run)')
    .option('--detach', 'in a process of its own, which goes on when this terminal is closed')
    .option('--epochs <n>', 'instead of training.epochs', count)
    .option('--learning-rate <x>', 'instead of training.learningRate; with --resume, from here on', positive)
    .option('--learning-rates <list>', 'candidates, e.g. 1e-2,1e-3: the one that does best on the hold-out part is trained with', positives)
    .option('--balance', 'let every class count the same in the loss (training.classWeights "balanced")')
    .option('--early-stop <n>', 'stop after so many epochs without a lower hold-out loss, and use the best', count)
    .option('--checkpoint-minutes <n>', 'keep the state inside an epoch so often (training.checkpointMinutes)', positive)
    .option('--keep <n>', 'keep the checkpoints of the last n epochs and the best one (training.keep)', count)
    .action((o: TrainOptions, command: Command) => {
      const params = { ...atDevice(o), resume: o.resume, overrides: overridesOf(o) };
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

/** Fields of `training` that the options set; a rate that is named is trained with, whatever candidates the project has. */
function overridesOf(o: TrainOptions): Record<string, unknown> {
  const { epochs, learningRate, learningRates, checkpointMinutes, keep } = o;
  const chosen = {
    epochs,
    learningRate,
    learningRates: learningRates ?? (learningRate === undefined ? undefined : null),
    classWeights: o.balance ? 'balanced' : undefined,
    earlyStop: o.earlyStop === undefined ? undefined : { patience: o.earlyStop },
    checkpointMinutes,
    keep,
  };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}
