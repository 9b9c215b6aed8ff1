"""How Japanese is told from other languages, and where its clauses end; 。！？ end its sentences."""

import re

from voc.locale.topics.sentences import Sentences

CONTENT = Sentences(
    letters=re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆]+"),
    weight=2.5,
    signs=re.compile("[\u3000-\u3003\u3008-\u301f\uff01-\uff60]"),
    spaced=False,
    laughs=("笑", "泣", "汗", "爆笑", "苦笑", "涙", "怒", "爆"),
    never_last=frozenset(),
    seldom_last=frozenset(),
    numbering=frozenset(),
    one_letter_words=frozenset(),
    joint=re.compile(
        r"(?:けど|けれど|けれども|が|のに|ので|から|たら|ので|し|て|で|り|たび|ため|ものの|ば|と)[、，]"
        r"|(?:けど|けれど|けれども|ですが|ますが|ましたが|ませんが)(?=[^、，。ら])"
    ),
    least_clause=8,
)
