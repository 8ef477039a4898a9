/** The JSON schema of deepminer.json, made from its zod schema: VS Code completes and validates with it. */
import { z } from 'zod';
import { configSchema } from './config';

export function configJsonSchema(): object {
  return {
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }),
    title: 'DeepMiner project',
    description: 'Every choice of the method; what is left out takes its default.',
  };
}
