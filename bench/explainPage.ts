/** The notebook renderer under the clock, in Chromium: an explanation's JSON arrives until it is painted, and a notebook of fifty. */
import { stillOf } from '../src/explanation/picture';
import { notebookFile } from '../src/kernel/ipynb';
import { EXPLANATION_MIME } from '../src/protocol/explanation';
import { openOutput, openStage } from '../test/e2e/pages/stage';
import type { Log } from './benchmark';
import { median } from './report';

/** What the stage's notebook page keeps of the renderer. */
interface RendererWindow {
  renderer: { renderOutputItem(item: object, element: HTMLElement): void; disposeOutputItem(): void };
}

export interface FirstPicture {
  /** From the text of one explanation until the frame after it was drawn; median. */
  milliseconds: number;
  /** The same for fifty at once. */
  fifty: number;
  /** Size of a notebook file with fifty explanations and their static pictures. */
  fiftyBytes: number;
}

const MANY = 50;
const TURNS = 10;

export async function firstPicture(log: Log): Promise<FirstPicture> {
  log('The notebook renderer, in Chromium');
  const stage = await openStage();
  try {
    const { page } = await openOutput(stage, {});
    const text = JSON.stringify(stage.explanation);
    const draw = (count: number) =>
      page.evaluate(
        async ([json, outputs]) => {
          const { renderOutputItem, disposeOutputItem } = (window as unknown as RendererWindow).renderer;
          const places = Array.from({ length: outputs }, () => document.body.appendChild(document.createElement('div')));
          const start = performance.now();
          for (const [i, place] of places.entries()) {
            const item = { id: `output ${i}`, mime: 'application/vnd.deepminer.explanation+json' };
            // A function with a name would call a helper of the compiler's that the page does not have.
            Reflect.set(item, 'text', () => json);
            renderOutputItem(item, place);
          }
          const pictures = places.flatMap((place) => [...place.querySelectorAll('img')]);
          await Promise.all(pictures.map((picture) => picture.decode()));
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const milliseconds = performance.now() - start;
          disposeOutputItem();
          for (const place of places) place.remove();
          return milliseconds;
        },
        [text, count] as const,
      );
    await draw(1);
    const turns: number[] = [];
    for (let i = 0; i < TURNS; i++) turns.push(await draw(1));
    const still = Buffer.from(await stillOf(stage.explanation)).toString('base64');
    const items = { [EXPLANATION_MIME]: text, 'image/jpeg': still, 'text/plain': stage.explanation.sentence };
    const cell = { kind: 'code' as const, source: 'await deepminer.explain(view)', outputs: [], result: { ok: true as const, items } };
    return {
      milliseconds: median(turns),
      fifty: await draw(MANY),
      fiftyBytes: Buffer.byteLength(notebookFile(Array.from({ length: MANY }, () => cell))),
    };
  } finally {
    await stage.close();
  }
}
