/** Entry that VS Code calls in its extension host: runs every test here with mocha and reports lines that carry a mark. */
import { format } from 'node:util';

/** Tells the tests' own lines from VS Code's. */
const MARK = '[test] ';

interface MochaModule {
  default: {
    new (
      options: object,
    ): {
      addFile(file: string): void;
      loadFilesAsync(): Promise<void>;
      run(done: (failures: number) => void): { stats?: { passes: number } };
    };
    reporters: { Base: { consoleLog: (...values: unknown[]) => void } };
  };
}

export async function run(): Promise<void> {
  const { default: Mocha } = (await import('mocha')) as unknown as MochaModule;
  Mocha.reporters.Base.consoleLog = (...values) => {
    for (const line of format(...values).split('\n')) console.log(MARK + line);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, reporter: 'spec' });
  for (const file of (process.env.DEEPMINER_TEST_FILES ?? '').split('\n').filter(Boolean)) mocha.addFile(file);
  await mocha.loadFilesAsync();
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      console.log(`${MARK}SUMMARY ${runner.stats?.passes ?? 0} passed, ${failures} failed`);
      if (failures > 0) reject(new Error(`${failures} failed`));
      else resolve();
    });
  });
}
