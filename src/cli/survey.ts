/** `deepminer survey`: the group of commands about what experts say of units. */
import type { Command } from 'commander';
import type { Interruption } from './interruption';
import { surveyServeCommand } from './surveyServe';

export function surveyCommand(program: Command, interruption: Interruption): void {
  const survey = program.command('survey').description('what experts say of units');
  surveyServeCommand(survey, interruption);
}
