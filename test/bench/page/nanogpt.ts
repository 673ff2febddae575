/** The frame of one peer: the page that made it takes the side from here. */
import { nanogptSide } from '../peers/nanogpt.ts';

Object.assign(window, { nanogptSide: nanogptSide() });
