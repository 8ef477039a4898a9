/** `deepminer.json`: every choice of the method, its default and its reason. The JSON schema that VS Code completes with is made from this. */
import { z } from 'zod';
import { DATASET_FORMATS } from '../dataset/model';
import { ARCHITECTURE_NAMES } from '../network/architectures';

const fraction = z.number().min(0).max(1);
const positiveInt = z.number().int().positive();

/** BI-RADS assessments, 4a to 4c as 4. */
const categories = z.array(z.number().int().min(0).max(6));

const listFile = z.string().min(1);

const split = z
  .strictObject({
    holdout: fraction.default(0.1).describe('Share of the cases in the hold-out part (paper: 0.1).'),
    test: fraction.default(0.1).describe('Share of the cases in the test part (paper: 0.1).'),
    published: z
      .boolean()
      .default(true)
      .describe(
        'Use the parts that the data set itself gives its cases (folders train, val and test; published lists). A part that it does not have is drawn from its training cases. false: all cases are drawn with the seed.',
      ),
    lists: z
      .strictObject({
        train: listFile.describe('Text file, relative to this one: a file name, view id or case id a line.'),
        holdout: listFile.nullable().default(null).describe('The same for the hold-out part; null: drawn from the training cases.'),
        test: listFile.nullable().default(null).describe('The same for the test part; null: drawn from the training cases.'),
      })
      .nullable()
      .default(null)
      .describe("Files that list the parts, as the authors of the paper publish theirs; they go before the data set's own. null: none."),
    unlisted: z
      .enum(['out', 'train'])
      .default('out')
      .describe('Cases that no list names: left out, or in the training part, from which further parts may be drawn.'),
  })
  .prefault({})
  .describe('How cases are split into train, hold-out and test, always by case.');

const dataset = z.strictObject({
  format: z
    .enum(['auto', ...DATASET_FORMATS])
    .default('auto')
    .describe('On-disk form of the data set; auto: recognised.'),
  root: z.string().default('data').describe('Folder of the data set, relative to this file.'),
  seed: z.number().int().default(1).describe('Seed of the split by case.'),
  caseOf: z
    .string()
    .min(1)
    .default('file')
    .describe(
      'Folders of images alone: which images are one case and stay together in the split. file: each by itself; folder: those of one folder inside a class; or a regular expression whose one group finds the case in a file name, such as "^(patient\\\\d+)_".',
    ),
  split,
  assessments: z
    .strictObject({
      benign: categories.default([2, 3]).describe('BI-RADS assessments of benign findings …'),
      malignant: categories.default([4, 5, 6]).describe('… and of malignant ones.'),
    })
    .prefault({})
    .describe('Classes of findings in data sets that give BI-RADS assessments and no pathology (INbreast, VinDr-Mammo).'),
});

const patches = z.strictObject({
  side: z.array(fraction).min(1).default([0.25]).describe("Side of a patch as a share of the view's width (paper: 0.25)."),
  stride: fraction.default(0.5).describe('Stride as a share of the side (paper: 0.5).'),
  minTissue: fraction.default(0.5).describe('Patches with less breast tissue are dropped (paper: 0.5).'),
  minPatchCover: fraction.default(0.3).describe('A class claims a patch when its findings cover this share of it (paper: 0.3) …'),
  minFindingCover: fraction.default(0.3).describe('… or when this share of one finding lies in it (paper: 0.3).'),
  rule: z.enum(['or', 'and']).default('or').describe('How the two shares combine.'),
  keepAmbiguous: z.boolean().default(false).describe('Train and score on patches that touch a finding and meet neither share.'),
  size: positiveInt.default(224).describe('Patches are resized to this many pixels (published weights: 227).'),
  normalPerView: positiveInt
    .nullable()
    .default(null)
    .describe('Train on at most this many normal patches a view, drawn with the seed; null: all.'),
});

const channels = (value: z.ZodNumber) => z.tuple([value, value, value]).nullable().default(null);

const network = z.strictObject({
  architecture: z
    .enum([...ARCHITECTURE_NAMES, 'imported'])
    .default('resnet152')
    .describe('Network (paper: resnet152); imported: the classifier in network.file.'),
  weights: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'Weights to start from: imagenet (fetched once by "deepminer weights fetch", as the paper; imagenet-v2: the newer ones), or a file relative to this one: .onnx of a run, .pth, .pth.tar or .safetensors of PyTorch. null: random weights.',
    ),
  seed: z.number().int().default(1).describe('Seed of random weights.'),
  file: z
    .string()
    .nullable()
    .default(null)
    .describe('With architecture imported: an ONNX classifier of any exporter, relative to this file (deepminer inspect shows it).'),
  features: z.string().nullable().default(null).describe('Imported: node or value of the last feature map; null: found.'),
  head: z
    .string()
    .nullable()
    .default(null)
    .describe('Imported: node or value of the logits, where there are several outputs; null: found.'),
  keepHead: z
    .boolean()
    .default(false)
    .describe('Imported: start from its own linear layer, which must have these classes; false: a new one with random weights.'),
  mean: channels(z.number()).describe(
    'Imported: mean of each channel that the network was trained with, of values in 0..1; null: that of ImageNet.',
  ),
  std: channels(z.number().positive()).describe('Imported: standard deviation of each channel; null: that of ImageNet.'),
});

/** What tells one state of a network from a better one on the hold-out part. */
const holdoutMetric = z.enum(['loss', 'auc']).default('loss').describe('Hold-out loss, or the mean of the AUCs of all classes.');

const training = z.strictObject({
  epochs: positiveInt.default(5).describe('How often each training patch is seen. The paper trains for 5.'),
  batch: positiveInt.default(32).describe('Patches whose gradients are averaged for one step. Paper: 32.'),
  microBatch: positiveInt
    .nullable()
    .default(null)
    .describe('Samples of a batch that are computed at a time; null: all, and fewer where memory does not suffice.'),
  learningRate: z
    .number()
    .positive()
    .default(1e-4)
    .describe('Size of a step along the gradient. Paper: 1e-4, selected on the hold-out part.'),
  learningRates: z
    .array(z.number().positive())
    .min(1)
    .nullable()
    .default(null)
    .describe('Candidates: the one that does best on the hold-out part after a short training is trained with; null: learningRate.'),
  selection: z
    .strictObject({
      epochs: positiveInt.default(1).describe('Epochs that every candidate trains, from the same start …'),
      steps: positiveInt.nullable().default(null).describe('… or steps, where whole epochs are too long; null: epochs.'),
      metric: holdoutMetric,
    })
    .prefault({})
    .describe('How the learning rate is selected among learningRates.'),
  momentum: fraction.default(0.9).describe('Share of the last step that the next one keeps. Paper: 0.9.'),
  weightDecay: z.number().min(0).default(1e-4).describe('Pull of each weight towards zero, in shares of it. Paper: 1e-4.'),
  decay: z
    .strictObject({
      fromEpoch: positiveInt.describe('The first epoch with the changed rate.'),
      factor: z.number().positive().describe('The rate is multiplied by it.'),
      every: positiveInt.optional().describe('Multiply again every so many epochs; left out: once.'),
    })
    .nullable()
    .default(null)
    .describe('Multiply the learning rate by factor from this epoch on (published code: 0.1 from epoch 5; the paper has none).'),
  classWeights: z
    .union([z.literal('balanced'), z.record(z.string(), z.number().positive())])
    .nullable()
    .default(null)
    .describe(
      'How much a patch counts in the loss by its class, as the weight of PyTorch\'s CrossEntropyLoss: {"malignant": 3}, where a class that is left out counts 1, or "balanced": every class the same in sum (paper: null, every patch the same).',
    ),
  earlyStop: z
    .strictObject({
      patience: positiveInt.describe('Stop after so many epochs without improvement on the hold-out part.'),
      metric: holdoutMetric,
      minDelta: z.number().min(0).default(0).describe('A smaller gain is none.'),
    })
    .nullable()
    .default(null)
    .describe('Stop early, and go on with the best epoch instead of the last (paper: null).'),
  checkpointMinutes: z
    .number()
    .min(0)
    .default(10)
    .describe(
      'Also keep the state inside an epoch, every so many minutes, so that no more is lost with a killed process; 0: at the ends of epochs alone.',
    ),
  keep: positiveInt.nullable().default(null).describe('Keep the checkpoints of this many last epochs, and of the best; null: of all.'),
  stepEvents: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe(
      "Note loss and learning rate of every n-th step in events.jsonl, at most 2000 times a run; 0: of none (TensorBoard's file has them all).",
    ),
  seed: z.number().int().default(1).describe('Seed of the order of patches.'),
});

const mining = z.strictObject({
  layer: z
    .string()
    .nullable()
    .default(null)
    .describe("Layer whose units are mined, by torchvision's or the imported network's name (layer3, conv1); null: the last one (paper)."),
  rankOn: z.enum(['views', 'patches']).default('views').describe('Rank units on full hold-out views (published code) or on patches.'),
  images: z.enum(['all', 'decided']).default('all').describe('Per class, all images (published code) or only those decided for the class.'),
  region: z
    .enum(['view', 'tissue'])
    .default('view')
    .describe(
      'Where in a full view activations count for influence: everywhere, film borders and labels included (published code), or on breast tissue alone.',
    ),
  topPerImage: positiveInt.default(8).describe('Most influential units of an image and class (paper: 8).'),
  unitsPerClass: positiveInt.default(20).describe('Most frequently influential units of a class (paper: 20).'),
  patchesPerUnit: positiveInt.default(64).describe('Top patches kept for a unit (published: 64).'),
  patchesPerView: z.number().int().min(0).default(2).describe('At most this many top patches from one view; 0: no limit (published).'),
  mask: z
    .discriminatedUnion('rule', [
      z.strictObject({
        rule: z.literal('share').describe("A share of the unit's largest activation on the hold-out part."),
        of: fraction.default(0.2).describe('That share (published: 0.2).'),
      }),
      z.strictObject({
        rule: z.literal('quantile').describe("An upper quantile of the unit's activations on the hold-out part."),
        of: fraction.default(0.005).describe('That quantile (Network Dissection: 0.005).'),
      }),
    ])
    .prefault({ rule: 'share' })
    .describe(
      "Mask threshold: a share of the unit's largest activation (published: 0.2), or an upper quantile of its activations (Network Dissection: 0.005).",
    ),
});

const explanation = z.strictObject({
  scoring: z.enum(['max', 'mean']).default('max').describe('Image score of a class from its probability map (published: max).'),
  units: positiveInt.default(5).describe('Annotated units shown (paper: 5) …'),
  amongTop: positiveInt.default(8).describe('… among this many most influential (paper: 8).'),
  background: z
    .string()
    .nullable()
    .default('normal')
    .describe(
      'Class that is decided only when no other class leads anywhere in the view (almost every view holds normal tissue somewhere); null: largest score wins.',
    ),
});

const auxiliary = z.strictObject({
  file: z.string().min(1).describe('CSV file, relative to this file: a column `case` with the case id, and a column a feature.'),
  columns: z
    .record(z.string(), z.enum(['number', 'category', 'ignore']))
    .default({})
    .describe('What a column is, where its values do not say it; ignore: no feature.'),
  width: positiveInt.max(256).default(8).describe('Width of the tokens in the attention block.'),
  hide: fraction
    .default(0.5)
    .describe(
      'Share of the values hidden in training, drawn for each patch with training.seed: the network learns to do without any of them.',
    ),
});

export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of this schema; VS Code knows it by the name of the file.'),
  classes: z
    .array(z.string().min(1))
    .min(2)
    .default(['normal', 'benign', 'malignant'])
    .describe('Class names, in the order of the logits.'),
  dataset: dataset.prefault({}).describe('The images: their form, their folder, and how cases are split.'),
  patches: patches.prefault({}).describe('How patches are cut from views, and which class claims one.'),
  network: network.prefault({}).describe('The network and the weights that training starts from.'),
  training: training.prefault({}).describe('Stochastic gradient descent on the patches of the training part.'),
  auxiliary: auxiliary
    .nullable()
    .default(null)
    .describe('Numbers and categories beside the image: age, risk scores and such (paper, section 2.5); null: none.'),
  mining: mining.prefault({}).describe('Which units are found, and which patches show them.'),
  explanation: explanation.prefault({}).describe('How a view is decided, and which units explain it.'),
});

/** deepminer.json with every default filled in. */
export type Config = z.output<typeof configSchema>;
/** deepminer.json as written. */
export type ConfigInput = z.input<typeof configSchema>;
