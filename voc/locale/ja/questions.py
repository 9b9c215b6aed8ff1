"""How a question tells what it asks for in Japanese."""

from voc.locale.topics.questions import Questions

CONTENT = Questions(
    figures=r"何社|何人|何件|何割|何個|何台|何回|何パーセント|何[%％]|割合|比率|いくら",
    voices="言|声|不満|要望|困|苦情|評価",
    complaints="不満|苦情",
    requests="要望|求めて",
    praise="評価して|好評|褒め",
)
