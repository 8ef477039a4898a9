/** One explanation with a network opened for it alone. */
import { type ExplainedView, type ExplanationRequest, explainWith } from '../../../src/explanation/explain';
import { openViewNetwork } from '../../../src/mining/forward';

export async function explain(request: ExplanationRequest): Promise<ExplainedView> {
  const network = await openViewNetwork(request.classifier, request.session);
  try {
    return await explainWith(network, request);
  } finally {
    await network.release();
  }
}
