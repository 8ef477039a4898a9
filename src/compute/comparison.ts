/** Two explanations side by side: of two views, of one view for two classes, or by the networks of two runs. */
import sharp from 'sharp';
import { stillOf } from '../explanation/picture';
import { COMPARISON_MIME, type Comparison } from '../protocol/comparison';
import type { ExplainParams, ExplainResult } from '../protocol/compute';
import { type Explanation, RESEARCH_NOTICE } from '../protocol/explanation';
import { ProblemError } from '../protocol/problem';
import type { MethodContext, MethodTable } from './method';

/** What one view is compared with itself by. */
export interface ComparedBy {
  classes?: readonly [string, string];
  runs?: readonly [string, string];
  /** Run of both, where runs are not what differs. */
  run?: string;
}

export interface ComparedViews {
  comparison: Comparison;
  /** Display items for notebooks, without the static picture. */
  items: Record<string, string>;
}

/** White between the two stills, in pixels. */
const GAP = 40;

/**
 * Explains both, one after the other. `other` is the second view, or else `by` says what differs; throws ProblemError when it is neither
 * two views, two classes nor two runs.
 */
export async function compareViews(
  { project, view, other, by = {} }: { project: string; view: string; other?: string; by?: ComparedBy },
  methods: Pick<MethodTable, 'explain'>,
  context: MethodContext,
): Promise<ComparedViews> {
  const { of, sides } = sidesOf(view, other, by);
  const results: ExplainResult[] = [];
  for (const side of sides) results.push(await methods.explain({ project, ...side }, context));
  const [first, second] = results.map((result) => result.explanation);
  const comparison: Comparison = {
    version: 1,
    of,
    explanations: [first, second],
    warnings: warningsOf(of, first, second),
    notice: RESEARCH_NOTICE,
  };
  const items = {
    [COMPARISON_MIME]: JSON.stringify(comparison),
    'text/plain': [...comparison.warnings, ...results.map(({ text }) => text)].join('\n\n'),
  };
  return { comparison, items };
}

/** The static pictures of both, side by side, as one JPEG. */
export async function stillOfBoth({ explanations }: Pick<Comparison, 'explanations'>): Promise<Buffer> {
  const stills: Buffer[] = [];
  for (const explanation of explanations) stills.push(Buffer.from(await stillOf(explanation)));
  return sideBySide(stills);
}

function sidesOf(
  view: string,
  other: string | undefined,
  { classes, runs, run }: ComparedBy,
): { of: Comparison['of']; sides: Pick<ExplainParams, 'view' | 'className' | 'run'>[] } {
  if ([other, classes, runs].filter((given) => given !== undefined).length === 1) {
    if (other !== undefined) return { of: 'views', sides: [view, other].map((v) => ({ view: v, run })) };
    if (classes?.length === 2) return { of: 'classes', sides: classes.map((className) => ({ view, className, run })) };
    if (runs?.length === 2) return { of: 'networks', sides: runs.map((name) => ({ view, run: name })) };
  }
  throw new ProblemError({
    code: 'compare.what',
    found: 'no pair, or more than one, of views, classes or runs',
    expected: 'exactly one pair to hold against each other',
    remedy:
      "Write compare(viewA, viewB), compare(view, { classes: ['benign', 'malignant'] }) or compare(view, { runs: ['run-001', 'run-002'] }).",
  });
}

/** Where the two cannot be held against each other as they stand. */
function warningsOf(of: Comparison['of'], a: Explanation, b: Explanation): string[] {
  const warnings: string[] = [];
  if (of !== 'classes' && a.explainedClass !== b.explainedClass)
    warnings.push(
      `One is explained for ${a.explainedClass}, the other for ${b.explainedClass}: their shares are parts of different logits.`,
    );
  if (a.source.network !== b.source.network)
    warnings.push(
      'The two networks have units of their own: the same number is another unit, and names given to one say nothing of the other.',
    );
  else if (a.viewId === b.viewId && a.explainedClass === b.explainedClass) warnings.push('Both are the same explanation.');
  return warnings;
}

/** Pictures beside each other on white, tops level, as one JPEG. */
export async function sideBySide(pictures: readonly Buffer[]): Promise<Buffer> {
  const sizes = await Promise.all(pictures.map((picture) => sharp(picture).metadata()));
  const places: { input: Buffer; left: number; top: number }[] = [];
  let width = 0;
  for (const [i, input] of pictures.entries()) {
    places.push({ input, left: width, top: 0 });
    width += sizes[i].width + (i + 1 < pictures.length ? GAP : 0);
  }
  const height = Math.max(...sizes.map((size) => size.height));
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(places)
    .jpeg({ quality: 75, mozjpeg: true })
    .toBuffer();
}
