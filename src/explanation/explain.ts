/** Explains one view: forward through the fully convolutional network, decision, evidence of named units, words and picture. */
import path from 'node:path';
import { namedUnits } from '../annotation/named';
import type { CaseFeatures } from '../auxiliary/caseFeatures';
import type { View } from '../dataset/model';
import { cellsOnBreast } from '../mining/breastCells';
import { decide, decidingCell, probabilityMaps } from '../mining/decide';
import { readManifest, readMinedUnits } from '../mining/folder';
import { openViewNetwork, type Response } from '../mining/forward';
import type { Classifier } from '../network/graph';
import { headWeights } from '../network/head';
import { type ReceptiveField, receptiveField } from '../network/receptiveField';
import type { SessionOptions } from '../network/session';
import { viewScale } from '../patches/view';
import type { GreyImage } from '../pixels/image';
import { resizeArea } from '../pixels/resize';
import type { Config } from '../project/config';
import type { Answer } from '../protocol/annotation';
import { confine } from '../protocol/breastMap';
import {
  EXPLANATION_VERSION,
  type Explanation,
  type ExplanationSource,
  RESEARCH_NOTICE,
  type UnitEvidence,
  type ViewPart,
} from '../protocol/explanation';
import { encodeGrid, type Grid8, type GridPlacement } from '../protocol/grid';
import type { MinedUnit } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { type UnitId, type UnitIndex, unitId } from '../protocol/unit';
import { agreementWith } from './agreement';
import { evidenceOf } from './evidence';
import { featureEvidence } from './features';
import { classActivationMap, placementOverView } from './maps';
import { readSubject, type Subject, viewPicture } from './subject';
import { summaryOf } from './summary';
import { reportOf, sentenceOf } from './wording';

export interface ExplanationRequest {
  classifier: Classifier;
  /** A view of the data set, or the path of an image file outside it. */
  view: View | string;
  /** Part of the split that a view of the data set is in. */
  part?: ViewPart;
  /** Class to explain; absent: the decided one. */
  className?: string;
  /** Folder of the mining result of this network. */
  mining: string;
  /** Latest answers of the experts; those to other networks are passed over. */
  answers: readonly Answer[];
  /** Features beside the images, in the network's terms; absent: nothing is known of any case. */
  features?: CaseFeatures;
  config: Pick<Config, 'patches' | 'explanation' | 'mining'>;
  /** Run name, checkpoint file, and the network's content hash. */
  source: Omit<ExplanationSource, 'mining'>;
  task: Task;
  session?: SessionOptions;
}

export interface ExplainedView {
  explanation: Explanation;
  text: string;
}

/** The logit map and the exact sum may differ by the engine's rounding, relative to the largest term, and no more. */
const ROUNDING = 1e-3;

/**
 * Explains a view or an image file. Throws ProblemError when it cannot be read, or when the mining result is another network's.
 * Stops between its steps on abort.
 */
export async function explain(request: ExplanationRequest): Promise<ExplainedView> {
  const network = await openViewNetwork(request.classifier, request.session);
  try {
    return await explainWith(network, request);
  } finally {
    await network.release();
  }
}

/** The same with a network that stays open, for many views in a row. */
export async function explainWith(
  network: Pick<Awaited<ReturnType<typeof openViewNetwork>>, 'run'>,
  request: ExplanationRequest,
): Promise<ExplainedView> {
  const { classifier, config, task, source } = request;
  const step = (done: number, message: string) => {
    task.signal.throwIfAborted();
    task.progress({ stage: 'explain', done, total: 3, message });
  };
  const manifest = await readManifest(request.mining);
  if (manifest.network !== source.network) throw otherNetwork(request.mining, manifest.network, source.network);
  const mined = await readMinedUnits(request.mining);

  step(0, 'read the view');
  const subject = await readSubject(request.view);
  const scale = viewScale(subject.image.width, subject.image.height, config, classifier.inputSize);
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  const input = resizeArea(subject.image, scaled(subject.image.width), scaled(subject.image.height));

  step(1, 'run the network');
  const response = await network.run(input, request.features?.inputs([subject.caseId]));
  step(2, 'weigh the evidence');
  const { explanation, support } = assemble(request, {
    subject,
    input,
    response,
    field: receptiveField(classifier.graph),
    mined,
    region: manifest.options.region,
  });
  const worded: Explanation = {
    ...explanation,
    view: await viewPicture(subject.image, input),
    source: { ...source, checkpoint: path.basename(source.checkpoint), mining: manifest.hash },
  };
  worded.sentence = sentenceOf(worded, support, config.explanation.background);

  worded.summary = summaryOf(worded, support);
  step(3, worded.decidedClass);
  return { explanation: worded, text: reportOf(worded) };
}

function assemble(
  { classifier, answers, config, source, part, className, features: cases }: ExplanationRequest,
  parts: {
    subject: Subject;
    input: GreyImage;
    response: Response;
    field: ReceptiveField;
    mined: Record<UnitId, MinedUnit>;
    /** mining.region of the mining result. */
    region: unknown;
  },
): { explanation: Explanation; support: number } {
  const { subject, input, response, field, mined, region } = parts;
  const { width, height, features, logits } = response;
  const { weight, bias } = headWeights(classifier);
  const classes = [...classifier.classes];
  const placement = placementOverView(field, input, subject.image);
  const inside = cellsOnBreast(input, field, width, height);
  requireFinite(logits, features);
  const warnings = [...subject.warnings];
  if (part === 'train') warnings.push('The network was trained on this view: its decision here says nothing of how it does on new ones.');
  const breast = inside.includes(1) ? encodeGrid(inside, width, height) : undefined;
  if (!breast) warnings.push('No breast was found in this image: every position counts.');

  const probabilities = probabilityMaps(logits, classes.length);
  const background = classes.indexOf(config.explanation.background ?? '');
  if (config.explanation.background !== null && background < 0)
    warnings.push(`The background class "${config.explanation.background}" is none of this network's classes: the largest score decides.`);
  const decision = decide(probabilities, config.explanation.scoring, background, inside);
  const explained = className === undefined ? decision.classIndex : requireClass(classes, className);
  const cell = decidingCell(probabilities[explained], inside);
  const relevant = answers.filter((a) => a.network === source.network);
  if (relevant.length === 0)
    warnings.push(answers.length > 0 ? 'All annotations are of other networks: none applies.' : 'No unit has been annotated yet.');
  const auxiliary = featureEvidence({ classifier, response, classIndex: explained, caseId: subject.caseId, cases });
  if (auxiliary && !auxiliary.features.some(({ present }) => present))
    warnings.push('Nothing is known of this case beside the image: every feature counts as missing.');
  const { evidence, unannotated, against, logit, support } = evidenceOf({
    response,
    // Influence is what mining ranked by: over the whole view, or over the breast.
    inside: region === 'tissue' ? inside : undefined,
    weight,
    bias,
    classIndex: explained,
    auxiliary,
    cell,
    names: namedUnits(relevant),
    maskThreshold: (unit, maximum) => thresholdOf(unit, maximum, mined, config),
    options: config.explanation,
  });
  checkLogit(logit.value, logits[explained * width * height + cell], support);

  const column = cell % width;
  const row = Math.floor(cell / width);
  const cam = classActivationMap(features, weight, classifier.units, explained);
  const mapPerClass = (map: (k: number) => Float32Array): Record<string, Grid8> =>
    Object.fromEntries(classes.map((name, k) => [name, encodeGrid(map(k), width, height)]));
  const explanation: Explanation = {
    version: EXPLANATION_VERSION,
    viewId: subject.viewId,
    caseId: subject.caseId,
    ...(part && { part }),
    view: { width: subject.image.width, height: subject.image.height, picture: '', pictureWidth: 0, pictureHeight: 0 },
    classes,
    decidedClass: classes[decision.classIndex],
    explainedClass: classes[explained],
    scores: Object.fromEntries(classes.map((name, k) => [name, decision.scores[k]])),
    scoring: config.explanation.scoring,
    decidingPosition: { column, row, ...middleOf(placement, column, row), probability: probabilities[explained][cell] },
    logit,
    placement,
    receptiveField: { width: (field.size * subject.image.width) / input.width, height: (field.size * subject.image.height) / input.height },
    ...(breast && { breast }),
    cam: encodeGrid(cam, width, height),
    logitMaps: mapPerClass((k) => logits.subarray(k * width * height, (k + 1) * width * height)),
    probabilityMaps: mapPerClass((k) => probabilities[k]),
    evidence,
    unannotated,
    against,
    ...(auxiliary && { auxiliary }),
    findings: subject.findings,
    truth: subject.truth,
    summary: '',
    sentence: '',
    agreement: agreementWith(subject.findings, onBreastOnly(evidence, breast), placement, subject.image),
    source: { ...source, mining: '' },
    warnings,
    notice: RESEARCH_NOTICE,
  };
  return { explanation, support };
}

/** A mask on a film label is no mask on the finding, and must not draw the centre of one away from it. */
function onBreastOnly(evidence: readonly UnitEvidence[], breast: Grid8 | undefined): UnitEvidence[] {
  return evidence.map((u) => (u.map && breast ? { ...u, map: confine(u.map, breast) } : u));
}

/** The mined threshold; for a unit that was named in another mining result, the configured share of its largest activation here. */
function thresholdOf(unit: UnitIndex, maximum: number, mined: Record<UnitId, MinedUnit>, config: Pick<Config, 'mining'>): number {
  const { mask } = config.mining;
  return mined[unitId(unit)]?.maskThreshold ?? (mask.rule === 'share' ? mask.of : 0.2) * maximum;
}

function middleOf(placement: GridPlacement, column: number, row: number): { x: number; y: number } {
  return { x: placement.x0 + column * placement.stepX, y: placement.y0 + row * placement.stepY };
}

function requireClass(classes: readonly string[], wanted: string): number {
  const index = classes.indexOf(wanted);
  if (index >= 0) return index;
  throw new ProblemError({
    code: 'explanation.noClass',
    found: `the class "${wanted}"`,
    expected: `one of this network's classes: ${classes.join(', ')}`,
    remedy: 'Name one of these, or none to explain the decision.',
  });
}

/** A network with broken weights, or one whose training ran away, has no decision to explain. */
function requireFinite(...maps: readonly Float32Array[]): void {
  const all = maps.reduce((sum, map) => sum + map.length, 0);
  const broken = maps.reduce((sum, map) => sum + map.reduce((count, v) => count + (Number.isFinite(v) ? 0 : 1), 0), 0);
  if (broken === 0) return;
  throw new ProblemError({
    code: 'explanation.notFinite',
    found: `${broken} of ${all} values of the network's maps that are no finite numbers`,
    expected: 'finite activations and logits',
    remedy: 'The weights are damaged or training ran away: use an earlier checkpoint, or train again with a smaller learning rate.',
  });
}

function checkLogit(sum: number, fromMap: number, support: number): void {
  if (Math.abs(sum - fromMap) <= ROUNDING * Math.max(1, support)) return;
  throw new ProblemError({
    code: 'explanation.shares',
    found: `shares that add up to ${sum} where the network's logit map says ${fromMap}`,
    expected: 'equal numbers up to rounding',
    remedy: 'The network does not end in one linear layer on its last feature map, so its decisions cannot be divided among units.',
  });
}

function otherNetwork(dir: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'explanation.otherNetwork',
    file: path.join(dir, 'manifest.json'),
    found: `a mining result of network ${found.slice(0, 12)}`,
    expected: `one of network ${expected.slice(0, 12)}`,
    remedy: 'Mine this network with "deepminer mine" (command DeepMiner: Mine Units).',
  });
}
