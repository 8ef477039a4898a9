/** What can be chosen about a measurement of faithfulness, the defaults with their reasons, and what is no choice. */
import type { Canvas, FaithfulnessOptions } from '../protocol/faithfulness';
import { ProblemError } from '../protocol/problem';

export const defaults: FaithfulnessOptions = {
  // Units were chosen on the hold-out part: there they would look better than they are.
  part: 'test',
  views: 20,
  steps: 20,
  seed: 1,
  draws: 20,
  // Black holes in a breast have edges, which networks take for findings; its mean grey is the tissue that says least.
  replacement: 'mean',
  // Petsiuk et al.: from a grey start, inserted patches get sharp edges; a blurred start shows the breast and none of its findings.
  start: 'blur',
  blur: 0.25,
  // A view is decided on the breast: the film around it changes nothing, and would only stretch the curves.
  region: 'tissue',
  // Single pixels at random are noise all over the breast from the first step on; cells destroy as much at a time as the CAM's order does.
  randomOrder: 'cells',
  tolerance: { pixels: 0 },
  resamples: 1000,
};

/** The choices over the defaults. Throws ProblemError naming the first that is unknown or makes no sense. */
export function completeOptions(chosen: Partial<FaithfulnessOptions>): FaithfulnessOptions {
  const unknown = Object.keys(chosen).find((name) => !Object.hasOwn(defaults, name));
  if (unknown) throw wrongOption(unknown, chosen[unknown as keyof FaithfulnessOptions], `one of ${Object.keys(defaults).join(', ')}`);
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const options: FaithfulnessOptions = { ...defaults, ...given };
  const { tolerance } = options;
  const distance = typeof tolerance === 'object' && tolerance !== null ? ('mm' in tolerance ? tolerance.mm : tolerance.pixels) : Number.NaN;
  const canvases: readonly Canvas[] = ['mean', 'black', 'blur'];
  const rules: [keyof FaithfulnessOptions, boolean, string][] = [
    ['part', ['test', 'holdout'].includes(options.part), 'test or holdout'],
    ['views', whole(options.views, 0), 'a whole number from 0'],
    ['steps', whole(options.steps, 1), 'a whole number from 1'],
    ['seed', Number.isInteger(options.seed), 'a whole number'],
    ['draws', whole(options.draws, 1), 'a whole number from 1'],
    ['replacement', canvases.includes(options.replacement), 'mean, black or blur'],
    ['start', canvases.includes(options.start), 'blur, mean or black'],
    ['blur', options.blur > 0 && options.blur <= 1, 'a share of the patch above 0, at most 1'],
    ['region', ['tissue', 'view'].includes(options.region), 'tissue or view'],
    ['randomOrder', ['cells', 'pixels'].includes(options.randomOrder), 'cells or pixels'],
    ['tolerance', Number.isFinite(distance) && distance >= 0, 'a distance from 0, in mm or in pixels'],
    ['resamples', whole(options.resamples, 1), 'a whole number from 1'],
  ];
  const wrong = rules.find(([, right]) => !right);
  if (wrong) throw wrongOption(wrong[0], options[wrong[0]], wrong[2]);
  return options;
}

/** The options among the parameters of a request, which carries others beside them. */
export function optionsIn(params: Partial<FaithfulnessOptions>): Partial<FaithfulnessOptions> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(defaults, name)));
}

function wrongOption(name: string, value: unknown, expected: string): ProblemError {
  return new ProblemError({
    code: 'faithfulness.option',
    found: `${name} ${JSON.stringify(value)}`,
    expected,
    remedy: 'Correct it, or leave it out for its default.',
  });
}

function whole(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least;
}
