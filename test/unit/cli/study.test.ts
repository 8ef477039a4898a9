/** deepminer study: options that are none are refused before anything is opened; the power table is read in a terminal. */
import { deepEqual, match, rejects } from 'node:assert/strict';
import { interruption } from '../../../src/cli/interruption';
import { buildProgram } from '../../../src/cli/program';
import { powerText, studiesText } from '../../../src/cli/studyText';
import { studyPower } from '../../../src/study/power';

describe('deepminer study', () => {
  const run = (...argv: string[]) => {
    const program = buildProgram(interruption(new AbortController().signal));
    for (const each of [program, ...program.commands, ...program.commands.flatMap((c) => c.commands)])
      each.configureOutput({ writeErr: () => undefined, writeOut: () => undefined }).exitOverride();
    return program.parseAsync(['node', 'deepminer', 'study', ...argv]);
  };
  const wrong = (...argv: string[]) => rejects(run(...argv), /invalid|unknown option/, argv.join(' '));

  it('takes an even number of cases, and conditions, classes and draws that there are', async () => {
    await wrong('create', '--cases', '7');
    await wrong('create', '--cases', '0');
    await wrong('create', '--conditions', 'pictures');
    await wrong('create', '--explained', 'benign');
    await wrong('create', '--draw', 'patient');
    await wrong('create', '--units', '0');
    await wrong('power', '-3');
    await wrong('power', 'many');
  });

  it('shows what numbers of answers can show, certain of nothing', () => {
    const lines = powerText(studyPower(3, 40)).split('\n');
    match(lines[0], /^answers +right needed +found at 55 %.*found at 80 %$/);
    match(lines[2], /^ +3 +- +0 %/);
    match(lines[4], /^ +40 +26 .* 80 % +99 %$/);
    deepEqual(
      lines.slice(2, 11).filter((line) => line.includes('100 %')),
      [],
    );
    match(lines.at(-1)!, /not even all right/);
  });

  it('says where there is no study how to make one', () => {
    match(studiesText([]), /deepminer study create/);
  });
});
