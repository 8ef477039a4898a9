/** The two forms of the network that a mining runs, each opened when it is first needed: opening a deep one takes seconds. */
import type { Classifier } from '../network/graph';
import type { SessionOptions } from '../network/session';
import { openPatchNetwork, openViewNetwork, type PatchNetwork, type ViewNetwork } from './forward';

export class MiningNetworks {
  private patchNetwork?: Promise<PatchNetwork>;
  private viewNetwork?: Promise<ViewNetwork>;

  constructor(
    private readonly classifier: Classifier,
    private readonly session?: SessionOptions,
  ) {}

  forPatches(): Promise<PatchNetwork> {
    this.patchNetwork ??= openPatchNetwork(this.classifier, this.session);
    return this.patchNetwork;
  }

  forViews(): Promise<ViewNetwork> {
    this.viewNetwork ??= openViewNetwork(this.classifier, this.session);
    return this.viewNetwork;
  }

  /** Once the views are done: their maps take much memory. */
  async releaseViews(): Promise<void> {
    const opened = this.viewNetwork;
    this.viewNetwork = undefined;
    await (await opened)?.release();
  }

  async release(): Promise<void> {
    await this.releaseViews();
    const opened = this.patchNetwork;
    this.patchNetwork = undefined;
    await (await opened)?.release();
  }
}
