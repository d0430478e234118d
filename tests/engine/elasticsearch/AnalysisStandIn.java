package portal.engine;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchMinimalStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.index.analysis.PreConfiguredCharFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;

/**
 * Stands in, in tests only, for the module analysis-common of Elasticsearch, which the official image contains: the
 * components that searching in French and English asks for, under their usual names and with their usual settings.
 * The work is done by the classes of Lucene that the official module calls too. A component that is not here is
 * refused when an index is made, with its name.
 */
public final class AnalysisStandIn extends Plugin implements AnalysisPlugin {

    /** What a component is to do, read once from the settings of an index. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(IndexSettings index, Environment environment, Settings settings) throws IOException;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
            "html_strip", charFilter((index, environment, settings) -> {
                Set<String> kept = Set.copyOf(settings.getAsList("escaped_tags"));
                return reader -> new HTMLStripCharFilter(reader, kept);
            }, false),
            "mapping", charFilter((index, environment, settings) -> {
                NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
                for (String rule : required(settings, "mappings")) {
                    String[] sides = sides(rule);
                    builder.add(sides[0], sides[1]);
                }
                NormalizeCharMap map = builder.build();
                return reader -> new MappingCharFilter(map, reader);
            }, true),
            "pattern_replace", charFilter((index, environment, settings) -> {
                Pattern pattern = pattern(settings);
                String replacement = settings.get("replacement", "");
                return reader -> new PatternReplaceCharFilter(pattern, replacement, reader);
            }, true)
        );
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.ofEntries(
            Map.entry("asciifolding", filter((index, environment, settings) -> {
                boolean original = settings.getAsBoolean("preserve_original", false);
                return stream -> new ASCIIFoldingFilter(stream, original);
            }, ASCIIFoldingFilter::new)),
            Map.entry("edge_ngram", filter((index, environment, settings) -> {
                int min = settings.getAsInt("min_gram", 1);
                int max = settings.getAsInt("max_gram", 2);
                boolean original = settings.getAsBoolean("preserve_original", false);
                return stream -> new EdgeNGramTokenFilter(stream, min, max, original);
            })),
            Map.entry("elision", normalizing((index, environment, settings) -> {
                required(settings, "articles");
                CharArraySet articles = Analysis.parseArticles(environment, settings);
                return stream -> new ElisionFilter(stream, articles);
            })),
            Map.entry("keyword_marker", filter((index, environment, settings) -> {
                CharArraySet words =
                    new CharArraySet(required(settings, "keywords"), settings.getAsBoolean("ignore_case", false));
                return stream -> new SetKeywordMarkerFilter(stream, words);
            })),
            Map.entry("length", filter((index, environment, settings) -> {
                int min = settings.getAsInt("min", 0);
                int max = settings.getAsInt("max", Integer.MAX_VALUE);
                return stream -> new LengthFilter(stream, min, max);
            })),
            Map.entry("ngram", filter((index, environment, settings) -> {
                int[] sizes = sizes(index, settings);
                boolean original = settings.getAsBoolean("preserve_original", false);
                return stream -> new NGramTokenFilter(stream, sizes[0], sizes[1], original);
            })),
            Map.entry("pattern_replace", normalizing((index, environment, settings) -> {
                Pattern pattern = pattern(settings);
                String replacement = settings.get("replacement", "");
                boolean all = settings.getAsBoolean("all", true);
                return stream -> new PatternReplaceFilter(stream, pattern, replacement, all);
            })),
            Map.entry("stemmer", filter((index, environment, settings) ->
                stemmer(settings.get("language", settings.get("name", "porter"))))),
            Map.entry("stemmer_override", filter((index, environment, settings) -> {
                StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
                for (String rule : required(settings, "rules")) {
                    String[] sides = sides(rule);
                    for (String word : sides[0].split(",")) {
                        builder.add(word.strip(), sides[1]);
                    }
                }
                StemmerOverrideFilter.StemmerOverrideMap map = builder.build();
                return stream -> new StemmerOverrideFilter(stream, map);
            })),
            Map.entry("truncate", normalizing((index, environment, settings) -> {
                int length = settings.getAsInt("length", 10);
                return stream -> new TruncateTokenFilter(stream, length);
            }))
        );
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "edge_ngram", tokenizer((index, environment, settings) -> {
                int min = settings.getAsInt("min_gram", 1);
                int max = settings.getAsInt("max_gram", 2);
                List<String> classes = settings.getAsList("token_chars");
                return () -> new EdgeNGramTokenizer(min, max) {
                    @Override
                    protected boolean isTokenChar(int character) {
                        return isOneOf(classes, character);
                    }
                };
            }),
            "ngram", tokenizer((index, environment, settings) -> {
                int[] sizes = sizes(index, settings);
                List<String> classes = settings.getAsList("token_chars");
                return () -> new NGramTokenizer(sizes[0], sizes[1]) {
                    @Override
                    protected boolean isTokenChar(int character) {
                        return isOneOf(classes, character);
                    }
                };
            })
        );
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of(
            "english", analyzer((index, environment, settings) -> new EnglishAnalyzer(
                Analysis.parseStopWords(environment, settings, EnglishAnalyzer.getDefaultStopSet()),
                Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET))),
            "french", analyzer((index, environment, settings) -> new FrenchAnalyzer(
                Analysis.parseStopWords(environment, settings, FrenchAnalyzer.getDefaultStopSet()),
                Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET)))
        );
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return List.of(
            new PreBuiltAnalyzerProviderFactory("english", CachingStrategy.LUCENE, EnglishAnalyzer::new),
            new PreBuiltAnalyzerProviderFactory("french", CachingStrategy.LUCENE, FrenchAnalyzer::new)
        );
    }

    @Override
    public List<PreConfiguredCharFilter> getPreConfiguredCharFilters() {
        return List.of(PreConfiguredCharFilter.singleton("html_strip", false, HTMLStripCharFilter::new));
    }

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        return List.of(
            PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new),
            PreConfiguredTokenFilter.singleton(
                "elision", true, stream -> new ElisionFilter(stream, FrenchAnalyzer.DEFAULT_ARTICLES)),
            PreConfiguredTokenFilter.singleton("keyword_repeat", false, false, KeywordRepeatFilter::new),
            PreConfiguredTokenFilter.singleton("kstem", false, KStemFilter::new),
            PreConfiguredTokenFilter.singleton("porter_stem", false, PorterStemFilter::new),
            PreConfiguredTokenFilter.singleton("remove_duplicates", false, RemoveDuplicatesTokenFilter::new),
            PreConfiguredTokenFilter.singleton("trim", true, TrimFilter::new)
        );
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        return List.of(
            PreConfiguredTokenizer.singleton("keyword", KeywordTokenizer::new),
            PreConfiguredTokenizer.singleton("letter", LetterTokenizer::new),
            PreConfiguredTokenizer.singleton("whitespace", WhitespaceTokenizer::new)
        );
    }

    private static UnaryOperator<TokenStream> stemmer(String language) {
        return switch (language.toLowerCase(Locale.ROOT)) {
            case "french" -> stream -> new SnowballFilter(stream, new FrenchStemmer());
            case "light_french" -> FrenchLightStemFilter::new;
            case "minimal_french" -> FrenchMinimalStemFilter::new;
            case "english", "porter" -> PorterStemFilter::new;
            case "porter2" -> stream -> new SnowballFilter(stream, new EnglishStemmer());
            case "light_english", "kstem" -> KStemFilter::new;
            case "minimal_english" -> EnglishMinimalStemFilter::new;
            case "possessive_english" -> EnglishPossessiveFilter::new;
            default -> throw new IllegalArgumentException("the stand-in has no stemmer for [" + language + "]");
        };
    }

    /** The sizes of n-grams; the engine bounds their difference, here as in the official module. */
    private static int[] sizes(IndexSettings index, Settings settings) {
        int min = settings.getAsInt("min_gram", 1);
        int max = settings.getAsInt("max_gram", 2);
        if (max - min > index.getMaxNgramDiff()) {
            throw new IllegalArgumentException(
                "The difference between max_gram and min_gram must be at most [" + index.getMaxNgramDiff()
                    + "], see [index.max_ngram_diff]");
        }
        return new int[] {min, max};
    }

    /** A list that the official module does not do without either. */
    private static List<String> required(Settings settings, String name) {
        List<String> values = settings.getAsList(name);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("[" + name + "] is missing");
        }
        return values;
    }

    private static boolean isOneOf(List<String> classes, int character) {
        return classes.isEmpty() || classes.stream().anyMatch(name -> switch (name) {
            case "letter" -> Character.isLetter(character);
            case "digit" -> Character.isDigit(character);
            case "whitespace" -> Character.isWhitespace(character);
            case "punctuation" -> Pattern.matches("\\p{P}", Character.toString(character));
            case "symbol" -> Pattern.matches("\\p{S}", Character.toString(character));
            default -> throw new IllegalArgumentException("the stand-in has no characters of class [" + name + "]");
        });
    }

    private static Pattern pattern(Settings settings) {
        String pattern = settings.get("pattern");
        if (pattern == null) {
            throw new IllegalArgumentException("pattern is missing");
        }
        return Regex.compile(pattern, settings.get("flags"));
    }

    /** Both sides of a rule `from => to`, where a character may be written by its code. */
    private static String[] sides(String rule) {
        String[] sides = rule.split("=>", 2);
        if (sides.length != 2) {
            throw new IllegalArgumentException("Invalid rule [" + rule + "]");
        }
        Pattern code = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
        for (int side = 0; side < sides.length; side++) {
            sides[side] = code.matcher(sides[side].strip())
                .replaceAll(match -> Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
        }
        return sides;
    }

    private static AnalysisProvider<CharFilterFactory> charFilter(
        Reading<UnaryOperator<Reader>> reading, boolean isNormalizing
    ) {
        return AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            UnaryOperator<Reader> wrap = reading.from(index, environment, settings);
            return isNormalizing ? new NormalizingReader(name, wrap) : new PlainReader(name, wrap);
        });
    }

    private static AnalysisProvider<TokenFilterFactory> filter(Reading<UnaryOperator<TokenStream>> reading) {
        return AnalysisPlugin.requiresAnalysisSettings(
            (index, environment, name, settings) -> new Plain(name, reading.from(index, environment, settings)));
    }

    /** A filter that does something else where a whole value is normalised, for a keyword or a wildcard. */
    private static AnalysisProvider<TokenFilterFactory> filter(
        Reading<UnaryOperator<TokenStream>> reading, UnaryOperator<TokenStream> normalized
    ) {
        return AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) ->
            new Normalizing(name, reading.from(index, environment, settings), normalized));
    }

    private static AnalysisProvider<TokenFilterFactory> normalizing(Reading<UnaryOperator<TokenStream>> reading) {
        return AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            UnaryOperator<TokenStream> wrap = reading.from(index, environment, settings);
            return new Normalizing(name, wrap, wrap);
        });
    }

    private static AnalysisProvider<TokenizerFactory> tokenizer(Reading<Supplier<Tokenizer>> reading) {
        return AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) ->
            TokenizerFactory.newFactory(name, reading.from(index, environment, settings)));
    }

    private static AnalysisProvider<AnalyzerProvider<? extends Analyzer>> analyzer(Reading<Analyzer> reading) {
        return AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            Analyzer analyzer = reading.from(index, environment, settings);
            return new AbstractIndexAnalyzerProvider<Analyzer>(name) {
                @Override
                public Analyzer get() {
                    return analyzer;
                }
            };
        });
    }

    private static class PlainReader extends AbstractCharFilterFactory {
        private final UnaryOperator<Reader> wrap;

        PlainReader(String name, UnaryOperator<Reader> wrap) {
            super(name);
            this.wrap = wrap;
        }

        @Override
        public Reader create(Reader reader) {
            return wrap.apply(reader);
        }
    }

    private static final class NormalizingReader extends PlainReader implements NormalizingCharFilterFactory {
        NormalizingReader(String name, UnaryOperator<Reader> wrap) {
            super(name, wrap);
        }
    }

    private static class Plain extends AbstractTokenFilterFactory {
        private final UnaryOperator<TokenStream> wrap;

        Plain(String name, UnaryOperator<TokenStream> wrap) {
            super(name);
            this.wrap = wrap;
        }

        @Override
        public TokenStream create(TokenStream stream) {
            return wrap.apply(stream);
        }
    }

    private static final class Normalizing extends Plain implements NormalizingTokenFilterFactory {
        private final UnaryOperator<TokenStream> normalized;

        Normalizing(String name, UnaryOperator<TokenStream> wrap, UnaryOperator<TokenStream> normalized) {
            super(name, wrap);
            this.normalized = normalized;
        }

        @Override
        public TokenStream normalize(TokenStream stream) {
            return normalized.apply(stream);
        }
    }
}
