/** `npm run bench -- NAME [options]`: runs one benchmark; the report goes to standard output, everything else to standard error. */
import { Command, CommanderError } from 'commander';
import { ProblemError } from '../src/protocol/problem';
import { benchmarks } from './registry';
import { reportJson, reportTable } from './report';

const program = new Command('bench')
  .description('Measure this program against its peer, in turns on the same machine. A ratio above 1 means that ours is better.')
  .exitOverride()
  .configureOutput({ writeOut: (text) => process.stderr.write(text) })
  .argument('[name]')
  .action((name?: string) => {
    const known = benchmarks.map((b) => `  ${b.name.padEnd(10)} ${b.description}`).join('\n');
    process.stderr.write(`${name ? `There is no benchmark "${name}".` : 'Name a benchmark.'} These exist:\n${known}\n`);
    process.exitCode = 2;
  });

for (const benchmark of benchmarks)
  benchmark
    .configure(program.command(benchmark.name).description(benchmark.description))
    .option('--json', 'print exactly one JSON object {name, unit, cases: [{case, ours, peer, ratio}]}')
    .action(async ({ json, ...options }: { json?: boolean }) => {
      const report = await benchmark.run(options as never, (line) => process.stderr.write(`${line}\n`));
      process.stdout.write(`${json ? reportJson(report) : reportTable(report)}\n`);
      if (report.cases.some((c) => c.ours === null)) process.exitCode = 1;
    });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof ProblemError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else throw error;
}
