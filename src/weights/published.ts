/** ImageNet weights of the residual networks as torchvision publishes them; a name carries the first 8 digits of its file's SHA-256. */
import { isResNet, type ResNetName } from '../network/resnet';
import { ProblemError } from '../protocol/problem';

/** 1: the original recipe, of the paper's time. 2: trained anew in 2021, more accurate on ImageNet. */
export type PublishedVersion = 1 | 2;

export interface PublishedWeights {
  architecture: ResNetName;
  version: PublishedVersion;
  /** E.g. `resnet152-394f9c45.pth`. */
  fileName: string;
  /** First 8 hexadecimal digits of the file's SHA-256; the rest is not published. */
  sha256Start: string;
}

/** Where torchvision fetches them from. */
export const PUBLISHER = 'https://download.pytorch.org/models/';

/** torchvision 0.13 and later, `ResNet152_Weights.IMAGENET1K_V1.url` and its sisters. ResNet-18 and 34 have one version. */
const DIGITS: Readonly<Record<ResNetName, readonly string[]>> = {
  resnet18: ['f37072fd'],
  resnet34: ['b627a593'],
  resnet50: ['0676ba61', '11ad3fa6'],
  resnet101: ['63fe2227', 'cd907fc2'],
  resnet152: ['394f9c45', 'f82ba261'],
};

export const PUBLISHED: readonly PublishedWeights[] = (Object.keys(DIGITS) as ResNetName[]).flatMap((architecture) =>
  DIGITS[architecture].map((sha256Start, i) => ({
    architecture,
    version: (i + 1) as PublishedVersion,
    fileName: `${architecture}-${sha256Start}.pth`,
    sha256Start,
  })),
);

/** Throws ProblemError `weights.unpublished` that lists what there is. */
export function publishedWeights(architecture: string, version: number): PublishedWeights {
  const found = PUBLISHED.find((entry) => entry.architecture === architecture && entry.version === version);
  if (found) return found;
  const versions = PUBLISHED.filter((entry) => entry.architecture === architecture).map((entry) => entry.version);
  throw new ProblemError({
    code: 'weights.unpublished',
    found: isResNet(architecture) ? `version ${version} of ${architecture}` : `the architecture ${architecture}`,
    expected: isResNet(architecture) ? `version ${versions.join(' or ')}` : Object.keys(DIGITS).join(', '),
    remedy: 'See "deepminer weights list". Other weights are used by their file: network.weights in deepminer.json.',
  });
}
