/** The two forms of the network that a mining runs, each opened when it is first needed: opening a deep one takes seconds. */
import type { Classifier } from '../network/graph';
import type { Layer } from '../network/layers';
import type { SessionOptions } from '../network/session';
import type { PatchNetwork, ViewNetwork } from './forward';
import { openLayerPatchNetwork, openLayerViewNetwork } from './layerForward';

export class MiningNetworks {
  private patchNetwork?: Promise<PatchNetwork>;
  private viewNetwork?: Promise<ViewNetwork>;

  constructor(
    private readonly classifier: Classifier,
    private readonly layer: Layer,
    private readonly session?: SessionOptions,
  ) {}

  forPatches(): Promise<PatchNetwork> {
    this.patchNetwork ??= openLayerPatchNetwork(this.classifier, this.layer, this.session);
    return this.patchNetwork;
  }

  forViews(): Promise<ViewNetwork> {
    this.viewNetwork ??= openLayerViewNetwork(this.classifier, this.layer, this.session);
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
