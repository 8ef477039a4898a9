/** The survey by its files: its units, and what was answered; without an expert's name it is looked at, with all experts' answers. */
import { lexicon } from '../../annotation/lexicon';
import { standingAnswers } from '../../annotation/standing';
import { describeProblem } from '../../protocol/problem';
import type { ComputeMethodsClient } from '../computeClient';
import { annotationsOf, lookedAtAnswers } from './lookedAtAnswers';
import type { LookedAtFiles } from './lookedAtFiles';
import { lookedAtMining, minedUnit } from './lookedAtMining';
import { viewsOf } from './lookingUnits';

export function lookingSurvey(files: LookedAtFiles): Pick<ComputeMethodsClient, 'surveyState' | 'surveyUnit'> {
  return {
    async surveyState({ project, run, expert: given }) {
      const { dir, manifest, units: mined } = await lookedAtMining(files, project, run);
      const { network, hash: mining, classes } = manifest;
      const { logged, problems } = await lookedAtAnswers(files, annotationsOf(files, project));
      const expert = given.normalize('NFC').trim();
      const about = standingAnswers(logged)
        .flat()
        .filter((a) => a.network === network);
      const others = about.filter((a) => a.expert !== expert);
      const units = manifest.units.map((unit) => {
        const { className, rank } = mined[unit].ranks[0];
        return { unit, className, rank, others: new Set(others.filter((a) => a.unit === unit).map((a) => a.expert)).size };
      });
      return {
        ...{ mode: 'blind', miningDir: dir, network, mining, classes, lexicon, units, drafts: {} },
        answers: about.filter((a) => a.expert === expert),
        othersAnswers: expert === '' ? others : [],
        problems: problems.map(describeProblem),
      };
    },

    async surveyUnit({ project, run, unit }) {
      const mining = await lookedAtMining(files, project, run);
      return { mining: mining.manifest.hash, unit: minedUnit(mining, unit), views: viewsOf(mining, unit) };
    },
  };
}
