/** What the JSON schema of deepminer.json says of a field beside its description: unit, place in the paper, values one by one, values to begin with. */
import type { DatasetFormat } from '../dataset/model';
import { ARCHITECTURES } from '../network/architectures';

export interface FieldNote {
  /** `pixels`; `share of the view's width` */
  unit?: string;
  /** `section 2.1` of the paper. */
  paper?: string;
  /** What each value of an enumeration means. */
  values?: Record<string, string>;
  /** Offered by completion beside the default: label and value. */
  snippets?: Record<string, unknown>;
}

const METRICS = { loss: 'The hold-out loss; lower is better.', auc: 'The mean of the hold-out AUCs of all classes; higher is better.' };
const SEED = { unit: 'any whole number; the same gives the same' };
const ANY_FILE = { unit: 'path, relative to this file' };

/** By the field's path, `training.decay.factor`; fields that are given only sometimes have their own as if they always were. */
export const FIELD_NOTES: Record<string, FieldNote> = {
  classes: { paper: 'section 2', snippets: { 'normal, benign, malignant': ['normal', 'benign', 'malignant'] } },
  'dataset.format': {
    values: {
      auto: 'Recognised from the files.',
      ddsm: 'DDSM as it was published: an .ics a case, .LJPEG views, .OVERLAY findings. The paper trains on it.',
      'cbis-ddsm': 'CBIS-DDSM: DICOM images and masks, findings in CSV tables.',
      inbreast: 'INbreast: DICOM images, findings in XML property lists, assessments in a table.',
      'vindr-mammo': 'VinDr-Mammo: DICOM images, findings and assessments in CSV tables.',
      'mini-mias': 'mini-MIAS: PGM images and one table.',
      folder: 'Images of any kind, a folder for each class, also inside train, val and test.',
    } satisfies Record<DatasetFormat | 'auto', string>,
  },
  'dataset.root': { unit: 'folder, relative to this file' },
  'dataset.seed': SEED,
  'dataset.caseOf': {
    snippets: { 'each image by itself': 'file', 'images of a folder': 'folder', 'a part of the file name': '^(patient\\d+)_' },
  },
  'dataset.split': { paper: 'section 2.1' },
  'dataset.split.holdout': { unit: 'share of the cases', paper: 'section 2.1' },
  'dataset.split.test': { unit: 'share of the cases', paper: 'section 2.1' },
  'dataset.split.lists': { snippets: { 'lists of two parts': { train: 'train.txt', test: 'test.txt' } } },
  'dataset.split.lists.train': ANY_FILE,
  'dataset.split.lists.holdout': ANY_FILE,
  'dataset.split.lists.test': ANY_FILE,
  'dataset.split.unlisted': {
    values: { out: 'They are in no part.', train: 'They are in the training part, and parts that no list names are drawn from it.' },
  },
  'dataset.assessments.benign': { unit: 'BI-RADS categories, 0 to 6' },
  'dataset.assessments.malignant': { unit: 'BI-RADS categories, 0 to 6' },
  'patches.side': { unit: "share of the view's width; several sizes may stand in the list", paper: 'section 2.1' },
  'patches.stride': { unit: 'share of the side', paper: 'section 2.1' },
  'patches.minTissue': { unit: 'share of the patch', paper: 'section 2.1' },
  'patches.minPatchCover': { unit: 'share of the patch', paper: 'section 2.1' },
  'patches.minFindingCover': { unit: 'share of the finding', paper: 'section 2.1' },
  'patches.rule': {
    paper: 'section 2.1',
    values: { or: 'Either share makes the patch one of the class.', and: 'Both shares must be reached.' },
  },
  'patches.size': { unit: 'pixels, width and height', paper: 'section 2.1' },
  'patches.normalPerView': { unit: 'patches' },
  'network.architecture': {
    paper: 'section 2.1',
    values: {
      ...ARCHITECTURES,
      imported: 'A classifier of another program: the ONNX file in network.file.',
    },
  },
  'network.weights': {
    paper: 'section 2.1',
    snippets: { 'ImageNet, as the paper': 'imagenet', 'a file of PyTorch': 'weights.pth', 'random weights': null },
  },
  'network.seed': SEED,
  'network.file': ANY_FILE,
  'network.features': { unit: 'name in the ONNX file' },
  'network.head': { unit: 'name in the ONNX file' },
  'network.mean': { unit: 'red, green and blue, of values from 0 to 1', snippets: { 'as ImageNet': [0.485, 0.456, 0.406] } },
  'network.std': { unit: 'red, green and blue, of values from 0 to 1', snippets: { 'as ImageNet': [0.229, 0.224, 0.225] } },
  'training.epochs': { unit: 'epochs', paper: 'section 2.1' },
  'training.batch': { unit: 'patches', paper: 'section 2.1' },
  'training.microBatch': { unit: 'patches' },
  'training.learningRate': { unit: 'step size of gradient descent', paper: 'section 2.1' },
  'training.learningRates': {
    unit: 'step sizes of gradient descent',
    paper: 'section 2.1',
    snippets: { 'three powers of ten': [1e-2, 1e-3, 1e-4] },
  },
  'training.selection.epochs': { unit: 'epochs' },
  'training.selection.steps': { unit: 'batches' },
  'training.selection.metric': { values: METRICS },
  'training.momentum': { unit: 'share of the step before', paper: 'section 2.1' },
  'training.weightDecay': { unit: 'share of the weight in its gradient', paper: 'section 2.1' },
  'training.decay': { snippets: { 'as the published code': { fromEpoch: 5, factor: 0.1 } } },
  'training.decay.fromEpoch': { unit: 'epoch, counted from 1' },
  'training.decay.factor': { unit: 'times the learning rate' },
  'training.decay.every': { unit: 'epochs' },
  'training.classWeights': {
    unit: 'times a patch of weight 1',
    snippets: { 'every class the same': 'balanced', 'one class more': { malignant: 3 } },
  },
  'training.earlyStop': { snippets: { 'after three epochs without gain': { patience: 3 } } },
  'training.earlyStop.patience': { unit: 'epochs' },
  'training.earlyStop.metric': { values: METRICS },
  'training.earlyStop.minDelta': { unit: "the metric's own" },
  'training.checkpointMinutes': { unit: 'minutes' },
  'training.keep': { unit: 'epochs' },
  'training.stepEvents': { unit: 'steps' },
  'training.seed': SEED,
  auxiliary: { paper: 'section 2.5', snippets: { 'a table beside this file': { file: 'features.csv' } } },
  'auxiliary.file': ANY_FILE,
  'auxiliary.columns': {
    unit: 'number, category or ignore, by the name of the column',
    snippets: { example: { age: 'number', brca: 'category' } },
  },
  'auxiliary.width': { unit: 'numbers a token' },
  'auxiliary.hide': { unit: 'share of the values' },
  'mining.layer': { paper: 'section 2.2', snippets: { 'the last one': null, 'one before': 'layer3' } },
  'mining.rankOn': {
    paper: 'section 2.2',
    values: { views: 'Full hold-out views, through the fully convolutional network.', patches: 'Hold-out patches.' },
  },
  'mining.images': {
    paper: 'section 2.2',
    values: { all: 'All images count for every class.', decided: 'An image counts for the class that is decided for it.' },
  },
  'mining.region': {
    values: { view: 'Everywhere in the view, film borders and labels included.', tissue: 'On breast tissue alone.' },
  },
  'mining.topPerImage': { unit: 'units', paper: 'section 2.2' },
  'mining.unitsPerClass': { unit: 'units', paper: 'section 2.2' },
  'mining.patchesPerUnit': { unit: 'patches' },
  'mining.patchesPerView': { unit: 'patches' },
  'mining.mask': {
    snippets: { 'a share of the largest activation': { rule: 'share', of: 0.2 }, 'an upper quantile': { rule: 'quantile', of: 0.005 } },
  },
  'mining.mask.of': { unit: "share: of the unit's largest activation; quantile: of its activations" },
  'explanation.scoring': {
    paper: 'section 2.3',
    values: { max: 'The largest probability anywhere in the view.', mean: 'The mean over the view.' },
  },
  'explanation.units': { unit: 'units', paper: 'section 3.2' },
  'explanation.amongTop': { unit: 'units', paper: 'section 3.2' },
  'explanation.background': { unit: 'name of a class' },
};
