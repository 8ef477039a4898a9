/** The JSON schema of an explanation (docs/schemas), and the check of one that was written elsewhere. */
import { z } from 'zod';
import { EXPLANATION_MIME, EXPLANATION_VERSION, type Explanation } from '../protocol/explanation';
import { upgradeExplanation } from '../protocol/explanationVersions';
import { ProblemError } from '../protocol/problem';

const grid = z
  .object({
    width: z.int().min(1),
    height: z.int().min(1),
    offset: z.number(),
    scale: z.number().min(0),
    data: z.base64().describe('width x height bytes, row by row; value = offset + byte x scale'),
  })
  .meta({ id: 'grid', description: 'A map of 8-bit steps with its scale' });

const words = z.array(z.string());
const lesion = z.object({
  kind: z.enum(['mass', 'calcification', 'other']),
  shape: words.optional(),
  margins: words.optional(),
  type: words.optional(),
  distribution: words.optional(),
});
const outline = z.array(z.number()).describe('closed polygon in view pixels: x0, y0, x1, y1, …');
const finding = z
  .object({
    id: z.int().min(1),
    lesions: z.array(lesion),
    assessment: z.int().min(0).max(6).optional().describe('BI-RADS assessment'),
    subtlety: z.int().min(1).max(5).optional().describe('1 subtle to 5 obvious'),
    pathology: z.enum(['malignant', 'benign', 'benign_without_callback', 'unproven']),
    className: z.string().optional().describe('class that it counts for, where that is not of its pathology'),
    boundary: outline,
    cores: z.array(outline),
  })
  .meta({ id: 'finding', description: "A radiologist's finding: an outlined lesion with its report" });

const phenomenon = z
  .object({
    description: z.string(),
    association: z.enum(['benign', 'malignant', 'normal', 'unsure']).describe('what the expert associates it with'),
    category: z.enum(['mass', 'calcification', 'other', 'normal tissue']).optional().describe('BI-RADS category'),
    terms: words.describe('BI-RADS terms, upper case with _'),
    confidence: z.enum(['low', 'medium', 'high']).optional(),
  })
  .meta({ id: 'phenomenon', description: 'One phenomenon that an expert saw in a unit' });

const unit = z
  .object({
    unit: z
      .string()
      .regex(/^unit_\d{4,}$/)
      .describe('counted from 1: unit_0001 is the first'),
    rank: z.int().min(1).describe('place among all units by influence on the explained class in this view'),
    influence: z.number().describe('largest activation in the view x weight for the explained class'),
    share: z.number().describe("activation at the deciding position x weight: the unit's exact part of the logit there"),
    annotations: z.array(z.object({ expert: z.string(), phenomena: z.array(phenomenon) })),
    map: grid.optional(),
    maskThreshold: z.number().optional().describe('the mask is where the map, interpolated bilinearly, is above this'),
  })
  .meta({ id: 'unit', description: 'What a unit contributes' });

const feature = z.object({
  name: z.string(),
  value: z.string().optional(),
  present: z.boolean(),
  attention: z.number(),
  share: z.number(),
  contributions: z.record(z.string(), z.number()),
});
const perClass = <T extends z.ZodType>(value: T) => z.record(z.string(), value);
const position = z.object({
  column: z.int().min(0),
  row: z.int().min(0),
  x: z.number(),
  y: z.number(),
  probability: z.number().min(0).max(1),
});

export const explanationSchema = z
  .object({
    version: z.literal(EXPLANATION_VERSION),
    viewId: z.string(),
    caseId: z.string(),
    part: z.enum(['train', 'holdout', 'test']).optional().describe('part of the split; absent: the view is not of the data set'),
    view: z.object({
      width: z.int().min(1).describe('pixels'),
      height: z.int().min(1).describe('pixels'),
      picture: z
        .string()
        .regex(/^data:image\/(jpeg|png|webp);base64,/)
        .describe('small grey picture'),
      pictureWidth: z.int(),
      pictureHeight: z.int(),
    }),
    classes: words,
    decidedClass: z.string(),
    explainedClass: z.string().describe('what maps, shares and evidence are about'),
    scores: perClass(z.number()).describe('the maximum (or mean) of the probability map'),
    scoring: z.enum(['max', 'mean']),
    decidingPosition: position.describe("where the explained class' probability is largest; x and y in view pixels"),
    logit: z
      .object({ value: z.number(), bias: z.number(), rest: z.number(), restNamed: z.number().optional() })
      .describe('value = bias + shares of `evidence` + rest + shares of features; restNamed: part of rest by units with a name'),
    placement: z
      .object({ x0: z.number(), y0: z.number(), stepX: z.number(), stepY: z.number() })
      .describe('cell (column, row) is centred at (x0 + column stepX, y0 + row stepY) view pixels'),
    receptiveField: z.object({ width: z.number(), height: z.number() }).optional().describe('what a cell can see at most, view pixels'),
    breast: grid.optional().describe('1 where a cell lies on the breast, else 0'),
    cam: grid.describe('class activation map of the explained class, without the bias'),
    logitMaps: perClass(grid),
    probabilityMaps: perClass(grid),
    evidence: z.array(unit),
    unannotated: z.array(unit),
    against: z.array(unit),
    auxiliary: z
      .object({ features: z.array(feature), none: z.object({ attention: z.number(), share: z.number() }) })
      .optional()
      .describe('features beside the image'),
    findings: z.array(finding),
    truth: z.string().optional(),
    summary: z.string(),
    sentence: z.string(),
    agreement: z.array(z.object({ unit: z.string(), fits: z.boolean(), hits: z.boolean() })).optional(),
    source: z.object({
      network: z.string().describe('content hash of the network and its weights'),
      architecture: z.string().optional(),
      mining: z.string().describe('hash of the mining result'),
      run: z.string(),
      checkpoint: z.string(),
    }),
    warnings: words,
    notice: z.string(),
  })
  .meta({ id: 'explanation', title: `DeepMiner explanation, version ${EXPLANATION_VERSION}`, description: EXPLANATION_MIME });

/** JSON schema (draft 2020-12) of this version's explanations. */
export function explanationJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(explanationSchema, { io: 'input' }) as Record<string, unknown>;
}

/** An explanation as read from JSON, older versions brought to this one. Throws ProblemError that names the first place which does not fit. */
export function readExplanation(json: unknown, file?: string): Explanation {
  const read = explanationSchema.safeParse(upgradeExplanation(json));
  if (read.success) return read.data as Explanation;
  const { path, message } = read.error.issues[0];
  throw new ProblemError({
    code: 'explanation.damaged',
    file,
    found: `at ${path.join('.') || 'the top'}: ${message}`,
    expected: `an explanation of version ${EXPLANATION_VERSION} or 1`,
    remedy: 'Explain the view again with "deepminer explain".',
  });
}
