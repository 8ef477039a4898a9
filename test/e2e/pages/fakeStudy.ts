/** A reader study drawn rather than made, for its page to show. */
import { encodeGrid, type Grid8 } from '../../../src/protocol/grid';
import type { StudyCondition, StudyPicture, StudyState } from '../../../src/protocol/study';
import { breast, jpeg } from './pictures';
import { Random } from './random';
import type { StagedStudy } from './studyHost';

const WORDS = [
  ['spiculated mass', 'irregular mass with ill-defined margins'],
  ['clustered pleomorphic calcifications'],
  ['dense tissue'],
  ['round mass with circumscribed margins'],
  ['skin line', 'edge of the breast'],
  ['vascular calcification'],
];
const VIEW = { width: 1800, height: 2640, pictureWidth: 300, pictureHeight: 440 };

export interface FakeStudyOptions {
  cases?: number;
  conditions?: StudyCondition[];
  goBack?: boolean;
  problems?: string[];
}

export async function fakeStudy({ cases = 4, conditions = ['words'], goBack = false, problems = [] }: FakeStudyOptions = {}) {
  const ids = Array.from({ length: cases }, (_, i) => `case_${String(i + 1).padStart(3, '0')}`);
  const state: StudyState = {
    name: 'autumn',
    study: 'a'.repeat(64),
    reader: 'Dr. Ada Example',
    items: conditions.flatMap((condition, part) => (part === 0 ? ids : ids.toReversed()).map((id) => ({ case: id, condition }))),
    cases: Object.fromEntries(ids.map((id, i) => [id, [0, 1, 2].map((unit) => WORDS[(i + 2 * unit) % WORDS.length])])),
    answers: [],
    goBack,
    problems,
  };
  const pictures = conditions.includes('picture')
    ? Object.fromEntries(await Promise.all(ids.map(async (id, i) => [id, await drawn(i)])))
    : {};
  return { state, pictures } satisfies StagedStudy;
}

async function drawn(seed: number): Promise<StudyPicture> {
  const random = new Random(seed + 1);
  const { pictureWidth, pictureHeight } = VIEW;
  const finding = { x: random.between(60, 170), y: random.between(140, 300), radius: 14 };
  const bytes = await jpeg(breast(pictureWidth, pictureHeight, seed + 40, finding), pictureWidth, pictureHeight);
  const step = 75;
  const cells = { width: VIEW.width / step, height: VIEW.height / step };
  const bump = (x: number, y: number, spread: number): Grid8 =>
    encodeGrid(
      Float32Array.from({ length: cells.width * Math.floor(cells.height) }, (_, i) =>
        Math.exp(-((Math.hypot((i % cells.width) - x, Math.floor(i / cells.width) - y) / spread) ** 2)),
      ),
      cells.width,
      Math.floor(cells.height),
    );
  const at = { x: (finding.x * 6) / step, y: (finding.y * 6) / step };
  return {
    view: { ...VIEW, picture: `data:image/jpeg;base64,${bytes.toString('base64')}` },
    placement: { x0: step / 2, y0: step / 2, stepX: step, stepY: step },
    units: [
      { map: bump(at.x, at.y, 2.4), maskThreshold: 0.4 },
      { map: bump(at.x + 3, at.y - 7, 2), maskThreshold: 0.4 },
      { map: bump(5, 26, 3), maskThreshold: 0.5 },
    ],
  };
}
