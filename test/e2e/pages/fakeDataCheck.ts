/** A report of a data set that is not there: cases of four views, of three classes, with a problem of each kind or none. */
import { countData } from '../../../src/dataset/check/counts';
import type { CheckedProblem, CheckedView, DataCheck } from '../../../src/protocol/dataCheck';
import { Random } from './random';

const SIDES = [
  ['LEFT', 'CC'],
  ['LEFT', 'MLO'],
  ['RIGHT', 'CC'],
  ['RIGHT', 'MLO'],
] as const;
const CLASSES = ['normal', 'benign', 'malignant'];

/** `thumbnails`: pictures to take turns with; `clean`: nothing is wrong. */
export function fakeDataCheck({
  cases = 12,
  thumbnails,
  clean = false,
}: {
  cases?: number;
  thumbnails: readonly string[];
  clean?: boolean;
}): DataCheck {
  const random = new Random(7);
  const draw = () => random.next();
  const rows = Array.from({ length: cases }, (_, c): CheckedView[] => {
    const className = CLASSES[c % 3];
    const width = 2600 + 20 * Math.floor(60 * draw());
    const height = 4100 + 20 * Math.floor(50 * draw());
    return SIDES.map(([laterality, projection], v) => ({
      viewId: `B_${3000 + c}_1.${laterality}_${projection}`,
      caseId: `B_${3000 + c}_1`,
      file: `cases/volume_01/case${3000 + c}/B_${3000 + c}_1.${laterality}_${projection}.LJPEG`,
      className: v < 2 ? className : 'normal',
      part: (['train', 'train', 'holdout', 'test'] as const)[Math.floor(c / 3) % 4],
      laterality,
      projection,
      width,
      height,
      bits: 12,
      microns: c % 2 ? 50 : 43.5,
      scanner: c % 2 ? 'lumisys' : 'howtek-mgh',
      format: 'ljpeg',
      findings:
        v < 2 && className !== 'normal'
          ? [{ className, assessment: 4, kinds: ['mass'], outline: [900, 1800, 1300, 1700, 1500, 2200, 1000, 2300] }]
          : [],
      status: 'good',
      problems: [],
      greys: { low: 12, high: 3907, median: 310 },
      tissue: 0.41,
      thumbnail: thumbnails[(4 * c + v) % thumbnails.length],
    }));
  });
  const views = rows.flat();
  const problems = clean ? [] : problemsOf(views);
  problems.forEach(({ views: at, severity }, index) => {
    for (const v of at) {
      views[v].problems.push(index);
      views[v].status = severity === 'error' || views[v].status === 'error' ? 'error' : 'warning';
    }
  });
  const errors = problems.filter((p) => p.severity === 'error').length;
  return {
    version: 1,
    project: '/p',
    root: '/p/data',
    format: 'DDSM',
    classes: CLASSES,
    counts: countData(
      rows.map((theirs) => ({ className: theirs[0].className, part: theirs[0].part, views: theirs })),
      CLASSES,
    ),
    views,
    problems,
    errors,
    warnings: problems.length - errors,
    reading: { read: views.length, kept: 0, failed: clean ? 0 : 1, seconds: 12 },
    pictures: '/p/.deepminer/check/0123456789abcdef',
    createdAt: '2020-05-04T12:00:00.000Z',
  };
}

function problemsOf(views: CheckedView[]): CheckedProblem[] {
  const file = (index: number) => `/p/data/${views[index].file}`;
  const broken = views[1];
  Object.assign(broken, { thumbnail: undefined, greys: undefined, tissue: undefined, format: undefined });
  return [
    {
      severity: 'error',
      code: 'ddsm.ljpeg.truncated',
      kind: 'unreadable',
      file: file(1),
      found: 'a file that ends after 1204 of 4180 rows',
      expected: 'all rows',
      remedy: 'Copy or download it again; until then the view is left out.',
      views: [1],
    },
    {
      severity: 'error',
      code: 'view.doubled.cases',
      kind: 'doubled',
      file: file(8),
      found: `the pixels of ${views[4].viewId} once more, as ${views[8].viewId}`,
      expected: 'each picture in one case',
      remedy: 'Remove the other one.',
      views: [8, 4],
    },
    {
      severity: 'warning',
      code: 'view.saturated',
      kind: 'suspect',
      file: file(10),
      found: '12 % of the breast at the white-most value of the picture',
      expected: 'few pixels that are cut off',
      remedy: 'Export the picture again from its source.',
      views: [10],
    },
    {
      severity: 'warning',
      code: 'ddsm.overlay.pathology',
      kind: 'annotations',
      file: file(2).replace('LJPEG', 'OVERLAY'),
      line: 7,
      found: 'PATHOLOGY BENING',
      expected: 'MALIGNANT, BENIGN, BENIGN_WITHOUT_CALLBACK or UNPROVEN',
      remedy: 'Correct the line.',
      views: [2],
    },
  ];
}
