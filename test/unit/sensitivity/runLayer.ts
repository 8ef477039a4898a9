/** A layer's graph, run once on one thread. */
import type { Classifier } from '../../../src/network/graph';
import type { Layer } from '../../../src/network/layers';
import { type FloatValue, openSession, type Value } from '../../../src/network/session';
import { type Form, layerGraph } from '../../../src/sensitivity/layerGraph';

export async function runLayer(
  c: Classifier,
  layer: Layer,
  form: Form,
  feeds: Record<string, Value>,
): Promise<{ features: FloatValue; logits: FloatValue; weights: FloatValue }> {
  const { graph, features, logits, weights } = layerGraph(c, layer, form);
  const session = await openSession(graph, { threads: 1 });
  const values = await session.run(feeds, [features, logits, weights]);
  await session.release();
  return { features: values[features], logits: values[logits], weights: values[weights] };
}
