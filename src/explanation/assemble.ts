/** Puts an explanation together from what the network answered: decision, evidence, maps, agreement, warnings (SPEC 8). */
import { namedUnits } from '../annotation/named';
import { cellsOnBreast } from '../mining/breastCells';
import { decide, decidingCell, probabilityMaps } from '../mining/decide';
import type { Response } from '../mining/forward';
import { headWeights } from '../network/head';
import type { ReceptiveField } from '../network/receptiveField';
import { isPhotograph } from '../patches/photograph';
import type { GreyImage } from '../pixels/image';
import type { Config } from '../project/config';
import { confine } from '../protocol/breastMap';
import { EXPLANATION_VERSION, type Explanation, RESEARCH_NOTICE, type UnitEvidence } from '../protocol/explanation';
import { encodeGrid, type Grid8, type GridPlacement } from '../protocol/grid';
import type { MinedUnit } from '../protocol/mining';
import { type UnitId, type UnitIndex, unitId } from '../protocol/unit';
import { agreementWith } from './agreement';
import { checkLogit, requireClass, requireFinite } from './checks';
import { evidenceOf } from './evidence';
import { featureEvidence } from './features';
import { classActivationMap, placementOverView } from './maps';
import type { ExplanationRequest } from './request';
import type { Subject } from './subject';

/** The explanation without words, picture and the hash of its mining; `support` is the sum of all positive shares. Throws ProblemError where numbers do not hold. */
export function assemble(
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
  const placement = placementOverView(field, input, subject.rows);
  const inside = cellsOnBreast(input, field, width, height, config);
  requireFinite(logits, features);
  const warnings = [...subject.warnings];
  if (part === 'train') warnings.push('The network was trained on this view: its decision here says nothing of how it does on new ones.');
  const whole = isPhotograph(config);
  const breast = !whole && inside.includes(1) ? encodeGrid(inside, width, height) : undefined;
  if (!whole && !breast) warnings.push('No breast was found in this image: every position counts.');

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
    view: { width: subject.rows.width, height: subject.rows.height, picture: '', pictureWidth: 0, pictureHeight: 0 },
    classes,
    decidedClass: classes[decision.classIndex],
    explainedClass: classes[explained],
    scores: Object.fromEntries(classes.map((name, k) => [name, decision.scores[k]])),
    scoring: config.explanation.scoring,
    decidingPosition: { column, row, ...middleOf(placement, column, row), probability: probabilities[explained][cell] },
    logit,
    placement,
    receptiveField: { width: (field.size * subject.rows.width) / input.width, height: (field.size * subject.rows.height) / input.height },
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
    agreement: agreementWith(subject.findings, onBreastOnly(evidence, breast), placement, subject.rows),
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
