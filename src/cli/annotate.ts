/** `deepminer annotate`: the reference annotator, where concepts have masks, or one answer of an expert. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Association, BiradsCategory } from '../protocol/annotation';
import type { ReferenceAnnotation } from '../protocol/compute';
import { parseUnitId, type UnitId, unitId } from '../protocol/unit';
import { at, atDevice, type Call, type ProjectOptions } from './call';
import { masksFolder } from './dissect';

interface AnnotateOptions extends ProjectOptions {
  reference?: boolean;
  masks?: string;
  expert?: string;
  unit?: UnitId;
  description?: string;
  association: Association;
  category?: BiradsCategory;
  term: string[];
  notRecognizable?: boolean;
}

export function annotateCommand(command: Command, call: Call, referenceText: (r: ReferenceAnnotation) => string): void {
  command
    .description(
      'name units: --reference names them from concept masks, --masks from those of a folder; else one answer of --expert to --unit',
    )
    .option('--reference', 'let the reference annotator name every mined unit from masks of known concepts')
    .option('--masks <dir>', 'the same with a folder of masks, <concept>/<view id>.png (default: the masks beside the views)')
    .option('--expert <name>', 'who answers')
    .option('--unit <id>', 'the unit, as in unit_0004', knownUnit)
    .option('--description <words>', 'what the unit responds to')
    .addOption(
      new Option('--association <word>', 'with breast cancer').choices(['benign', 'malignant', 'normal', 'unsure']).default('unsure'),
    )
    .addOption(new Option('--category <word>', 'BI-RADS category').choices(['mass', 'calcification', 'other', 'normal tissue']))
    .option('--term <word...>', 'BI-RADS terms, as in SPICULATED', [])
    .option('--not-recognizable', 'the unit shows nothing nameable')
    .action((o: AnnotateOptions, self: Command) => {
      if (o.reference || o.masks !== undefined)
        return call(self, 'annotateByReference', { ...atDevice(o), masks: masksFolder(o.masks) }, referenceText);
      if (!o.expert || !o.unit || (!o.description && !o.notRecognizable))
        self.error('error: name --expert, --unit and --description (or --not-recognizable), or use --reference.', { exitCode: 2 });
      const answer = {
        unit: o.unit!,
        expert: o.expert!,
        seconds: 0,
        network: '',
        mining: '',
        recognizable: !o.notRecognizable,
        several: false,
        phenomena: o.notRecognizable
          ? []
          : [{ description: o.description!, association: o.association, category: o.category, terms: o.term }],
      };
      return call(self, 'saveAnswer', { ...at(o), answer }, ({ answer: saved }) => `${saved.unit}: answer of ${saved.expert} saved.`);
    });
}

/** Commander tells what is wrong with an argument where its parser throws, and nowhere else. */
function knownUnit(text: string): UnitId {
  try {
    return unitId(parseUnitId(text));
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
