/** A project with hundreds of runs and thousands of cases, made of a small one's true files: what lists have to bear, without the disk for the pixels. */
import fs from 'node:fs';
import path from 'node:path';

/** A run folder beside the first, so often that there are `count`: settings, events and the figures of its test part are its own files, checkpoints are links. */
export function multiplyRuns(project, count) {
  const first = path.join(project, 'runs', 'run-001');
  const settings = JSON.parse(fs.readFileSync(path.join(first, 'config.json'), 'utf8'));
  for (let n = 2; n <= count; n++) {
    const run = `run-${String(n).padStart(3, '0')}`;
    const dir = path.join(project, 'runs', run);
    fs.mkdirSync(path.join(dir, 'checkpoints'), { recursive: true });
    const createdAt = new Date(Date.parse(settings.createdAt) + n * 60_000).toISOString();
    fs.writeFileSync(path.join(dir, 'config.json'), JSON.stringify({ ...settings, run, createdAt }, null, 2));
    for (const file of ['events.jsonl', 'evaluation.json']) fs.copyFileSync(path.join(first, file), path.join(dir, file));
    for (const file of fs.readdirSync(path.join(first, 'checkpoints')))
      fs.linkSync(path.join(first, 'checkpoints', file), path.join(dir, 'checkpoints', file));
  }
}

/** Copies of the project's cases under numbers of their own, until there are `count`: tables and outlines are files, pixels are links. */
export function multiplyCases(project, count) {
  const root = path.join(project, 'cases');
  const isCase = (dir) => /^case\d+$/.test(path.basename(dir));
  const cases = fs
    .readdirSync(root, { recursive: true })
    .map((name) => path.join(root, String(name)))
    .filter(isCase)
    .sort();
  let number = Math.max(...cases.map((dir) => Number(path.basename(dir).slice('case'.length))));
  for (let i = cases.length; i < count; i++) {
    const from = cases[i % cases.length];
    const old = path.basename(from).slice('case'.length);
    const own = String(++number);
    const dir = path.join(path.dirname(from), `case${own}`);
    fs.mkdirSync(dir);
    for (const { name } of fs.readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isFile())) {
      const target = path.join(dir, name.replace(old, own));
      if (name.endsWith('.LJPEG')) fs.linkSync(path.join(from, name), target);
      else fs.writeFileSync(target, fs.readFileSync(path.join(from, name), 'latin1').replaceAll(`-${old}-`, `-${own}-`), 'latin1');
    }
  }
}
