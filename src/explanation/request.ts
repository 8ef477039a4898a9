/** What an explanation is asked of. */
import type { CaseFeatures } from '../auxiliary/caseFeatures';
import type { View } from '../dataset/model';
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import type { Config } from '../project/config';
import type { Answer } from '../protocol/annotation';
import type { ExplanationSource, ViewPart } from '../protocol/explanation';
import type { Task } from '../protocol/task';

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
