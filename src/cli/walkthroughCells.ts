/** The walkthrough's cells: the whole method on the sample project, for the notebook that ships and for the demo's, which has outputs. */

export interface WalkthroughCell {
  kind: 'markdown' | 'code';
  source: string;
}

const words = (source: string): WalkthroughCell => ({ kind: 'markdown', source });
const code = (source: string): WalkthroughCell => ({ kind: 'code', source });

/** Every cell can be run again: what was computed before is found, not computed anew. */
export const WALKTHROUGH: readonly WalkthroughCell[] = [
  words(
    '# DeepMiner: from coarse labels to named units\n\nA network is trained on patches that are only called normal, benign or malignant. This notebook looks at what its units learned and how they explain a decision. All mammograms here are synthetic. Research use only; not a medical device.\n\nRun the cells from the top. `deepminer` is the project in this folder; a cell shows the value of its last line.',
  ),
  words(
    '## The data\n\nCases, views and findings, split by case into train, hold-out and test. Without a project here, a synthetic sample is written.',
  ),
  code('await deepminer.sample({ cases: 40, seed: 1 })'),
  code("const views = await deepminer.views('test');\nviews"),
  words('## The network\n\nThe newest finished run, or a new one: a small network, trained on patches in a few minutes.'),
  code(
    "const finished = (await deepminer.runs()).findLast(({ status }) => status === 'finished');\nif (!finished) await deepminer.train();\nawait deepminer.runs()",
  ),
  words('How well it tells the classes apart on the test part: patches, views and cases, with intervals over cases.'),
  code('await deepminer.evaluate()'),
  words(
    '## Its deciding units\n\nThe units that decide most often are mined from the hold-out part. Coverage: which share of the places among the eight most influential units of a view they take.',
  ),
  code('const mining = await deepminer.mine();\nmining.coverage'),
  words(
    '## Their names\n\nAn expert looks at the patches that excite a unit most and says what they have in common: *DeepMiner: Annotate Units*. The sample knows where its findings lie, so a reference annotator can name the units here; names that stand already are kept.',
  ),
  code(
    'const named = (await deepminer.units()).some(({ annotations }) => annotations.length > 0);\nif (!named) await deepminer.annotateByReference();\nawait deepminer.units()',
  ),
  words('## Explanations\n\nTest views with a malignant finding, until one is decided right and one wrong. First the one that is right:'),
  code(
    "let right, wrong;\nfor (const view of views.filter((v) => v.label === 'malignant')) {\n  const explanation = await deepminer.explain(view.viewId);\n  if (explanation.decidedClass === 'malignant') right ??= explanation;\n  else wrong ??= explanation;\n  if (right && wrong) break;\n}\nright ?? 'none was decided right'",
  ),
  words('The unit that led this decision, by the hold-out patches that excite it most:'),
  code("const leading = right?.evidence[0];\nleading ? await deepminer.unit(leading.unit) : 'no named unit led it'"),
  words('And one that is wrong: the named units show what misled the network.'),
  code("wrong ?? 'none was decided wrong'"),
  words(
    '## Are the explanations faithful?\n\nWhat happens to the decisions when the named units are silenced, when pixels are taken away in the order of a map, and where the maps point; each beside a control. Few views and steps, for a first look.',
  ),
  code('await deepminer.faithfulness({ views: 4, steps: 8, draws: 5, resamples: 200 })'),
];
