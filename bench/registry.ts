/** The benchmarks that exist, by name. */
import type { Benchmark } from './benchmark';
import { data } from './data';
import { explain } from './explain';
import { forward } from './forward';
import { input } from './input';
import { mine } from './mine';
import { profile } from './profile';
import { scale } from './scale';
import { survey } from './survey';
import { train } from './train';

export const benchmarks: readonly Benchmark[] = [train, forward, mine, explain, input, data, scale, profile, survey];
