/** Facts of tasks.json: what a task runs, on which project, and which lines of its terminal are problems. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { interruption } from '../../../src/cli/interruption';
import { buildProgram } from '../../../src/cli/program';
import { TASK_COMMANDS, taskArguments, taskProject } from '../../../src/host/tasks/commandLine';
import { describeProblem, type Problem } from '../../../src/protocol/problem';

interface Pattern {
  regexp: string;
  file: number;
  line?: number;
  severity: number;
  message: number;
}
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: {
    taskDefinitions: { properties: { command: { enum: string[]; enumDescriptions: string[] } } }[];
    problemMatchers: { name: string; pattern: Pattern }[];
  };
};

describe('a task of tasks.json', () => {
  const folder = path.resolve('/data');

  it('is a command line of deepminer: every command that completes is one, with its options', () => {
    const [{ properties }] = contributes.taskDefinitions;
    assert.deepEqual(properties.command.enum, TASK_COMMANDS);
    assert.equal(properties.command.enumDescriptions.length, TASK_COMMANDS.length);
    const program = buildProgram(interruption(new AbortController().signal));
    for (const command of TASK_COMMANDS) {
      const [name, ...options] = taskArguments({ command, run: 'run-002' }, folder) ?? [];
      const known = program.commands.find((c) => c.name() === name);
      assert.ok(known, command);
      for (const option of options.filter((word) => word.startsWith('--')))
        assert.ok(
          known.options.some((o) => o.long === option),
          `${name} ${option}`,
        );
    }
  });

  it('names project and run, and passes further options on', () => {
    assert.deepEqual(taskArguments({ command: 'train', run: 'run-002', args: ['--epochs', '3'] }, folder), [
      ...['train', '--project', folder, '--run', 'run-002'],
      ...['--epochs', '3'],
    ]);
    assert.deepEqual(taskArguments({ command: 'check', run: 'run-002' }, folder), ['check', '--lines', '--project', folder]);
    assert.equal(taskArguments({ command: 'format-disk' }, folder), undefined);
    assert.equal(taskArguments({ command: 'constructor' }, folder), undefined);
  });

  it('means the folder that it names, else the workspace folder or its only project', () => {
    assert.equal(taskProject('sample', folder, []), path.join(folder, 'sample'));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how VS Code writes its variables
    assert.equal(taskProject('${workspaceFolder}/sample', folder, []), path.join(folder, 'sample'));
    assert.equal(taskProject(undefined, folder, [folder, path.join(folder, 'sample')]), folder);
    assert.equal(taskProject(undefined, folder, [path.join(folder, 'sample')]), path.join(folder, 'sample'));
    assert.equal(taskProject(undefined, folder, [path.join(folder, 'a'), path.join(folder, 'b')]), folder);
    assert.equal(taskProject(undefined, folder, [`${folder}base`]), folder);
    const odd = path.resolve("/$& $' $1 [a]");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how VS Code writes its variables
    assert.equal(taskProject('${workspaceFolder}/sample', odd, []), path.join(odd, 'sample'));
  });

  it('means the same on Windows, whatever letters a drive is written with', () => {
    const { win32 } = path;
    assert.equal(taskProject('a/sample', 'c:\\data', [], win32), 'c:\\data\\a\\sample');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how VS Code writes its variables
    assert.equal(taskProject('${workspaceFolder}\\sample', 'c:\\data', [], win32), 'c:\\data\\sample');
    assert.equal(taskProject(undefined, 'c:\\data', ['C:\\Data\\sample'], win32), 'C:\\Data\\sample');
    assert.equal(taskProject(undefined, 'c:\\', ['C:\\sample'], win32), 'C:\\sample');
    assert.equal(taskProject(undefined, '\\\\server\\share', ['\\\\server\\share\\sample'], win32), '\\\\server\\share\\sample');
    assert.equal(taskProject(undefined, 'c:\\data', ['d:\\data\\sample'], win32), 'c:\\data');
    assert.equal(taskProject(undefined, folder, [path.resolve('/database/a')]), folder);
  });

  describe('has problems', () => {
    const [withLine, ofFile] = contributes.problemMatchers.map(({ pattern }) => pattern);
    const problem: Problem = {
      severity: 'error',
      code: 'c',
      file: 'C:\\data sets\\deepminer.json',
      found: 'a: b',
      expected: 'c',
      remedy: 'd.',
    };
    const told = (p: Problem) => `error: ${describeProblem(p)}`;
    const read = ({ regexp, file, line, message }: Pattern, text: string) => {
      const match = new RegExp(regexp).exec(text);
      return match && { file: match[file], line: line && match[line], message: match[message] };
    };

    it('at a line of a file', () => {
      const text = told({ ...problem, line: 12 });
      assert.deepEqual(read(withLine, text), { file: problem.file, line: '12', message: 'found a: b; expected c. d.' });
      assert.equal(read(ofFile, text), null, 'it is told once');
    });

    it('of a file as a whole', () => {
      assert.equal(read(withLine, told(problem)), null);
      assert.deepEqual(read(ofFile, told(problem)), { file: problem.file, line: undefined, message: 'found a: b; expected c. d.' });
    });

    it('and none in what is no problem of a file', () => {
      for (const text of ['error: found no run; expected one. Train.', 'run-001: 3 of 3 epochs', 'warning: 3 views were left out']) {
        assert.equal(read(withLine, text), null, text);
        assert.equal(read(ofFile, text), null, text);
      }
    });
  });
});
