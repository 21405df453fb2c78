package org.alphapulse.cli;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Reads files of the distribution, which may refer to no others. */
final class Xml {
    private Xml() {}

    /** Reads a document and closes the stream. */
    static Document read(String name, InputStream text) throws IOException {
        try (text) {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(text);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
