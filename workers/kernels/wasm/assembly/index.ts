export { causalAttention, causalAttentionGradient } from './attention';
export { biasGelu, biasGeluGradient } from './biasGelu';
export { cachedAttention, fillCache } from './cachedAttention';
export { columnSums } from './columnSums';
export { embed, embedGradient } from './embedding';
export { layerNorm, layerNormGradient } from './layerNorm';
export { matMul, transpose } from './matMul';
