"""How the page looks: one column on a phone, two beside each other on a desk, by day, by night and on paper."""

from __future__ import annotations

from fieldwalk.documents.palette import DARK, LIGHT, MAP_DARK, MAP_LIGHT, declared

_LIGHT = declared("d", LIGHT) + declared("m", MAP_LIGHT)
_DARK = declared("d", DARK) + declared("m", MAP_DARK)

STYLE = (
    f":root{{color-scheme:light dark;{_LIGHT}}}"
    f"@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}"
    """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--d-paper);color:var(--d-ink);overflow-wrap:anywhere;
 font:400 1.0625rem/1.5 "Source Sans 3","Source Sans Pro",system-ui,"Segoe UI",Roboto,"Noto Sans Arabic",sans-serif}
html[dir=rtl] [dir=auto]{text-align:right}
.w{max-width:66rem;margin-inline:auto;padding-inline:1.25rem}
a{color:var(--d-main);text-underline-offset:.18em}
a:focus-visible,main:focus-visible{outline:3px solid var(--d-lamp);outline-offset:2px;box-shadow:0 0 0 6px var(--d-ink)}
.skip{position:absolute;inset-inline-start:-99rem}
.skip:focus{inset-inline-start:1rem;top:1rem;background:var(--d-paper);padding:.7rem 1rem;z-index:2}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header{background:var(--d-band);color:var(--d-band-ink);overflow:hidden}
header .w{position:relative;padding-block:1.1rem 1.75rem}
header p{margin:0}.kicker{font-weight:600}
header svg{display:none}
h1{hyphens:auto;font-size:clamp(1.7rem,1.1rem + 3vw,3.1rem);line-height:1.12;margin:1.6rem 0 .4rem;
 text-wrap:balance;max-width:16em}
h2{font-size:1.6rem;line-height:1.2;color:var(--d-main);margin:2.75rem 0 .75rem}
h3{font-size:1.22rem;line-height:1.25;color:var(--d-main);margin:0;text-wrap:balance}
p{margin:.4rem 0;max-width:40rem}.intro{margin-bottom:1.25rem}
.strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:1rem 1.25rem;margin:0;
 padding-block:1.25rem;border-block-end:1px solid var(--d-main)}
.strip div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.strip dd{margin:0;font-size:1.85rem;font-weight:700;line-height:1.15;color:var(--d-main)}
.strip dt{color:var(--d-muted)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.9rem 1.5rem;margin:1.25rem 0 0}
.facts dt,.f dt{font-weight:700;color:var(--d-main);font-size:.95rem}.facts dd,.f dd{margin:0}.f dd p{margin:0 0 .3rem}
.gist{padding:0;margin:0;list-style:none;max-width:44rem}
.gist li{padding-inline-start:1.6rem;position:relative;margin-block:.55rem;font-size:1.12rem}
.gist li::before{content:"";position:absolute;inset-inline-start:0;top:.5em;width:.62rem;height:.62rem;
 background:var(--d-lamp);border:2px solid var(--d-main);border-radius:2px}
.tally{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;list-style:none;padding:0;margin:1rem 0 0;font-weight:700}
.tally li{display:flex;gap:.45rem;align-items:center}
.jump{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0;margin:.75rem 0 0}
.jump a{display:inline-flex;align-items:center;gap:.4rem;min-width:4rem;min-height:48px;justify-content:center;
 border:1px solid var(--d-edge);border-radius:8px;text-decoration:none;font-weight:700;padding-inline:.7rem}
.jump a:hover{background:var(--d-mist)}
figure{margin:0}
figure img{display:block;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:6px;background:var(--d-sand)}
figcaption{font-size:.92rem;color:var(--d-muted);margin-top:.35rem}
.gone{aspect-ratio:4/3;border-radius:6px;background:var(--d-mist);color:var(--d-muted);display:grid;place-items:center;
 text-align:center;padding:1rem;margin:0}
.map{border:1px solid var(--d-line);border-radius:8px;overflow:hidden}.map svg{display:block;width:100%;height:auto}
.mk{transform-box:fill-box;transform-origin:center}
@media(max-width:40rem){.mk{transform:scale(1.5)}.ml,.ms{display:none}}
.key{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;list-style:none;padding:0;margin:.6rem 0}
.key li{display:flex;align-items:center;gap:.5rem}.key i{flex:none;font-style:normal}
.k-track{width:2rem;height:4px;background:var(--m-track)}
.k-gap{width:1.6rem;height:.9rem;border-inline:4px solid var(--m-gap)}
.k-stop{width:.7rem;height:.7rem;border:2px solid var(--m-track);rotate:45deg}
.k-unlit{width:.75rem;height:.75rem;border:2px solid var(--m-unlit);border-radius:50%}
.nr{width:2.5rem;height:2.5rem;border-radius:50%;background:var(--d-main);color:var(--d-on-main);display:grid;
 place-items:center;font-weight:700;font-size:1.15rem;flex:none}
.sq{flex:none;display:inline-grid;place-items:center;width:1.9rem;height:1.9rem;border:3px solid var(--d-good);
 border-radius:6px;font-weight:700;font-size:1.05rem;color:var(--d-good)}
.key .nr,.key .sq{width:1.4rem;height:1.4rem;font-size:.8rem;border-width:2px}
.g3{display:grid;gap:1.75rem 1.5rem;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr))}
.g3 h3{color:var(--d-good);margin-bottom:.6rem;display:flex;gap:.6rem;align-items:center}.g3 .f dt{color:var(--d-good)}
.pt{border-top:2px solid var(--d-main);padding-block:1.1rem 2rem;display:grid;gap:1rem;scroll-margin-top:1rem}
.hd{display:grid;grid-template-columns:2.5rem minmax(0,1fr);gap:.2rem .9rem;align-items:center}
.meta{color:var(--d-muted);display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.95rem;margin-top:.15rem}
.meta span{display:flex;gap:.4rem;align-items:center}.meta .urgent{font-weight:700}
.bars{gap:2px!important;align-items:flex-end!important}
.bars i{width:4px;border:1px solid var(--d-edge);border-radius:1px;height:7px}.bars i:nth-child(2){height:10px}
.bars i:nth-child(3){height:13px}.bars .on{background:currentColor;border-color:currentColor}
.st{grid-column:2;display:flex;gap:.45rem;align-items:center;font-weight:700}
.ic{width:1.35em;height:1.35em;flex:none;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;
 stroke-linejoin:round}
.done{color:var(--d-done)}.doing{color:var(--d-doing)}.waiting{color:var(--d-waiting)}.refused{color:var(--d-refused)}
.good{color:var(--d-good)}
.ph{display:grid;gap:.75rem;grid-template-columns:1fr 1fr;align-items:start}
.ph.one{grid-template-columns:1fr;max-width:26rem}
.f{margin:0;display:grid;gap:.7rem 1.5rem;grid-template-columns:1fr}
.ans{background:var(--d-sand);border-inline-start:5px solid currentColor;border-radius:4px;padding:.8rem 1rem}
.ans p{color:var(--d-ink);margin:.2rem 0;max-width:44rem}.ans .by{color:var(--d-muted);font-size:.92rem}
.sos{border:2px solid var(--d-refused);border-radius:10px;padding:1rem 1.25rem;
 margin-block:2.5rem 1.25rem;max-width:none}
.sos a{font-weight:700;color:var(--d-refused);white-space:nowrap}
footer{border-top:1px solid var(--d-line);margin-top:2rem;padding-block:1.25rem 2.5rem;color:var(--d-muted)}
@media(min-width:48rem){
 header svg{display:block;position:absolute;inset-inline-end:1.25rem;bottom:0;width:15rem;height:auto}
 header.plain svg{display:none}header.plain h1{max-width:26em}
 .hd{grid-template-columns:2.5rem minmax(0,1fr) auto}.st{grid-column:3;grid-row:1}
 .body{margin-inline-start:3.4rem}.f.wide{grid-template-columns:repeat(4,1fr)}.f.wide .long{grid-column:span 2}
 .side{display:grid;grid-template-columns:minmax(0,22rem) 1fr;gap:1.5rem}
 .ph{max-width:46rem}.ph.three{grid-template-columns:repeat(3,1fr)}
}
.body{display:grid;gap:1rem}@media(max-width:47.99rem){.side{display:grid;gap:1rem}}
@media print{header{background:none;color:#000;border-bottom:2px solid #000}header svg,.skip,.jump{display:none}
 .pt,.g3 section{break-inside:avoid}h2,h3{break-after:avoid}}
"""
)
