/** Colour maps, base64 of [52 x 3] bytes, every fifth of 256 colours; made by scripts/makeColorTables.mjs from d3-scale-chromatic 3.1.1. */
export const COLOR_TABLES = {
  viridis:
    'RAFURghcRxBjSBdpSB1vSCR1Ryp6RjB+RTeBQz2EQUKHP0iJPU6KOlOLOFmMNV6NM2ONMWiOLm2OLHGOKnaOKXuOJ4COJYSOI4mOIY6NIJKMH5eLHpyJH6GIIaWFJKqDKK6ALrN8Nbd5Pbx0RsBvUMRqWshkZctecM9XfNJQidVIldhAoto3sN0vvd8myuEf2OIZ5eQZ8eUd/ecl',
  inferno:
    'AAAEAgIMBQQXCgciEAktFgs5HgxFJgxRLwpbOAliQApnSQtqUQ5sWRBuYRNuaRZucRlueBxtgB9siCJqkCVomCdmoCpjqC5fsDFbtzVXvzlSxj1NzEJI00dD2U0931M35Fox6WEr7Wkl8XEf9HkY94IS+YsL+pQH+50H/KYM/LAU+7of+sQq+M039tdG9OFW8upp8vJ99fmS/P+k',
  turbo:
    'IxcbNiNUQi+DSTyoS0nFSlbbRmTqQXLzPID4No35MJv2K6fwKLToJr/fJcrTJtTIKd27LuWuNeyhPvKVSPeIVPp9Yf1xb/5nfv1djfxVnPlNrPVGu/A/yek61+I149kx7tAt98Uq/rkn/60l/6Ai/5Mg/4Ue/3gc/GoZ9FwX6k8U30IS0zYPxioLuSEIrBgFoRICmA4AkgwAkAwA',
} as const;
