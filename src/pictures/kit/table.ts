/** The numbers of a picture, for those who cannot see it or want them exactly. */
export interface PictureTable {
  head: string[];
  rows: string[][];
}
