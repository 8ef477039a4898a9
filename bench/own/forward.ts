/** Our contestant in `forward`: features and logits of a batch, as mining and evaluation ask for them. */
import { forward, openSession } from '../../src/network/session';
import { serve } from './serve';
import { images, ownNetwork, ownTask } from './task';

const task = ownTask();
const { batch, size, device, threads } = task;
const session = await openSession(ownNetwork(task).graph, { device, threads });
const data = images(task);
await serve('onnxruntime-node', () => forward(session, data, [batch, 3, size, size]));
