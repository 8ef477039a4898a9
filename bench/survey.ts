/** `survey`: how soon the mammogram of a patch is painted on the survey page, in Chromium, with pictures of true size. */
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { openStage, openSurvey, type Stage } from '../test/e2e/pages/stage';
import { type Benchmark, count, type Log } from './benchmark';
import { disturbance, otherShare, ticks } from './otherLoad';
import { type Figure, figure } from './report';
import { surveyMining } from './surveyMining';
import type { Switch } from './surveySwitches';

interface SurveyOptions {
  units: number;
  patches: number;
  coldUnits: number;
}

/** Nothing more is on its way when nothing came for so long. */
const QUIET_MS = 400;
/** Event Timing leaves out what is faster. */
const EVENT_TIMING_LEAST = 16;

export const survey: Benchmark<SurveyOptions> = {
  name: 'survey',
  description: 'the time from pointer or focus on a patch to its mammogram on the survey page; alone, without a peer',
  configure: (command) =>
    command
      .option('--units <n>', 'units that are walked through', count, 60)
      .option('--patches <n>', 'patches of a unit: 8, 16, 32 or 64', count, 64)
      .option('--cold-units <n>', 'units that are looked at before anything was loaded', count, 5),
  async run({ units, patches, coldUnits }, log) {
    log('Drawing the pictures, then looking at them cold, then warm.');
    const stage = await openStage(await surveyMining(units, patches));
    try {
      const cold: Switch[] = [];
      for (let u = 0; u < Math.min(coldUnits, units); u++)
        cold.push(...(await coldLook(stage, patches, Math.floor((u * units) / coldUnits))));
      const warm = await warmWalk(stage, units, patches, log);
      return {
        name: 'survey',
        unit: 'ms',
        cases: [...figures('warm, pointer', warm.pointer), ...figures('warm, keys', warm.keys), ...figures('cold, pointer', cold)],
      };
    } finally {
      await stage.close();
    }
  },
};

/** Every unit in turn, once its pictures are there; every second one by keys. */
async function warmWalk(stage: Stage, units: number, patches: number, log: Log): Promise<{ pointer: Switch[]; keys: Switch[] }> {
  const { page, quiet } = await openWatched(stage, patches, 0);
  const before = await ticks();
  const seen = { pointer: [] as Switch[], keys: [] as Switch[] };
  for (let u = 0; u < units; u++) {
    await quiet();
    await lookAtAll(page, u % 2 ? 'keys' : 'pointer');
    // Event Timing tells of a paint after it.
    await quiet();
    const all = await page.evaluate(() => window.switches());
    seen[u % 2 ? 'keys' : 'pointer'].push(...all.slice(seen.pointer.length + seen.keys.length));
    if (u % 10 === 9) log(`  ${u + 1} of ${units} units`);
    if (u + 1 < units) await page.keyboard.press('Alt+k');
  }
  log(disturbance(otherShare(before, await ticks())));
  await page.context().close();
  return seen;
}

/** A page opened anew, its patches passed over at once. */
async function coldLook(stage: Stage, patches: number, unit: number): Promise<Switch[]> {
  const { page } = await openWatched(stage, patches, unit);
  await lookAtAll(page, 'pointer');
  const all = await page.evaluate(() => window.switches());
  await page.context().close();
  return all;
}

/** A survey that begins at the unit with this place; `quiet` waits until nothing more is loaded. */
async function openWatched(stage: Stage, patches: number, unit: number): Promise<{ page: Page; quiet(): Promise<void> }> {
  const { units } = stage.mining.state;
  const state = { ...stage.mining.state, units: [...units.slice(unit), ...units.slice(0, unit)] };
  const watcher = await watcherScript();
  let latest = Date.now();
  const sign = () => {
    latest = Date.now();
  };
  const prepare = async (page: Page) => {
    page.on('request', sign).on('requestfinished', sign);
    await page.addInitScript({ content: `localStorage.setItem('deepminer.patchCount', '${patches}');${watcher}` });
  };
  const { page } = await openSurvey({ ...stage, mining: { ...stage.mining, state } }, { prepare });
  await page.waitForSelector('.patch canvas');
  const quiet = async () => {
    for (sign(); Date.now() - latest < QUIET_MS; ) await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 4));
  };
  return { page, quiet };
}

/** Passes over every patch, each as soon as the one before it is painted. */
async function lookAtAll(page: Page, by: 'pointer' | 'keys'): Promise<void> {
  const patches = page.locator('.patch');
  const places = await patches.evaluateAll((all) =>
    all.map((patch) => {
      const { x, y, width, height } = patch.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }),
  );
  await page.mouse.move(1, 1);
  if (by === 'keys') await patches.first().focus();
  for (const { x, y } of by === 'keys' ? places.slice(1) : places) {
    await page.evaluate(() => window.arm());
    if (by === 'keys') await page.keyboard.press('ArrowRight');
    else await page.mouse.move(x, y);
    await page.evaluate(() => window.armed);
  }
}

async function watcherScript(): Promise<string> {
  const entryPoints = [new URL('surveySwitches.ts', import.meta.url).pathname];
  const built = await build({ entryPoints, bundle: true, write: false, format: 'iife', logLevel: 'silent' });
  return built.outputFiles[0].text;
}

function figures(name: string, switches: readonly Switch[]): Figure[] {
  const painted = switches.map((s) => s.painted);
  const paints = switches.map((s) => s.nextPaint ?? EVENT_TIMING_LEAST);
  return [
    ...([0.5, 0.95, 1] as const).map((share) =>
      figure(`${name}: ${share === 1 ? 'max' : `p${share * 100}`}`, 'less', quantile(painted, share), null, `${painted.length} switches`),
    ),
    figure(`${name}: p95 of the next paint`, 'less', quantile(paints, 0.95), null, 'Event Timing, in steps of 8 ms'),
  ];
}

/** The smallest value that `share` of them do not exceed; null when there is none. */
function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
